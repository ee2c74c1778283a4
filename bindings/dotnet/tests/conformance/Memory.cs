using System;
using System.IO;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>The resident memory of this process, in bytes.</summary>
    internal static class Memory
    {
        private const long Megabyte = 1024 * 1024;

        internal static long Now()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            var lines = File.ReadAllLines("/proc/self/status");
            var line = lines.First(told => told.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.Split(new[] { ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
        }

        internal static void CheckAtMost(long before, JObject step)
        {
            var most = before * (double)step["factor"] + (double)step["more_mb"] * Megabyte;
            var now = Now();
            if (now > most)
            {
                throw new Failed(string.Format(
                    "{0} MB, after {1} MB; at most {2} MB", now / Megabyte, before / Megabyte, (long)most / Megabyte));
            }
        }
    }
}
