using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;

namespace Migrayt.Conformance
{
    /// <summary>Whether the descriptor of a run can be read from.</summary>
    internal static class Descriptor
    {
        private const short In = 1;

        internal static void Check(Run run, bool readable)
        {
            int descriptor;
            try
            {
                descriptor = run.Descriptor;
            }
            catch (UnsupportedException)
            {
                return;
            }
            for (var since = Stopwatch.StartNew(); since.ElapsedMilliseconds < 5000; Thread.Sleep(5))
            {
                var asked = new Asked { Descriptor = descriptor, Events = In };
                if (Poll(ref asked, 1, 0) >= 0 && ((asked.Found & In) != 0) == readable)
                {
                    return;
                }
            }
            throw new Failed("the descriptor does not say so");
        }

        [StructLayout(LayoutKind.Sequential)]
        private struct Asked
        {
            internal int Descriptor;
            internal short Events;
            internal short Found;
        }

        [DllImport("libc", EntryPoint = "poll")]
        private static extern int Poll(ref Asked asked, ulong count, int timeout);
    }
}
