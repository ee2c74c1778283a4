using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>Another process that carries steps out, until it is killed.</summary>
    internal static class Child
    {
        /// <summary>Starts it, and kills it as soon as it says what it is to be killed at.</summary>
        internal static void Run(JObject variables, JObject step, JObject told)
        {
            var file = Path.GetTempFileName();
            try
            {
                var handed = new JObject { ["variables"] = variables, ["steps"] = step["steps"], ["host"] = told };
                File.WriteAllText(file, handed.ToString(Formatting.None));
                using (var process = Process.Start(Command(file)))
                {
                    var wanted = (string)step["kill_at"];
                    string line;
                    do
                    {
                        line = process.StandardOutput.ReadLine();
                    }
                    while (line != null && line != wanted);
                    if (line == null)
                    {
                        process.WaitForExit();
                        throw new Failed("the child ended before it said so");
                    }
                    process.Kill();
                    process.WaitForExit();
                }
            }
            finally
            {
                File.Delete(file);
            }
        }

        /// <summary>What the other process does.</summary>
        internal static int Be(string file)
        {
            var handed = Interop.Json.Read(File.ReadAllText(file));
            var kept = ((JObject)handed["variables"]).Properties();
            var variables = kept.ToDictionary(each => each.Name, each => each.Value);
            using (var steps = new Case((JObject)handed["host"], new Variables(variables)))
            {
                var why = steps.Carry(handed["steps"].Children<JObject>());
                if (why != null)
                {
                    Console.Error.WriteLine(why);
                }
                return why == null ? 0 : 1;
            }
        }

        /// <summary>This program once more, by the runtime that runs it now.</summary>
        private static ProcessStartInfo Command(string file)
        {
            var own = Assembly.GetEntryAssembly().Location;
            var runtime = Process.GetCurrentProcess().MainModule.FileName;
            var arguments = new List<string> { "--child", file };
            var name = Path.GetFileNameWithoutExtension(runtime);
            if (name.StartsWith("mono", StringComparison.Ordinal) || name == "dotnet")
            {
                arguments.Insert(0, own);
            }
            return new ProcessStartInfo(runtime, string.Join(" ", arguments.Select(each => "\"" + each + "\"")))
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            };
        }
    }
}
