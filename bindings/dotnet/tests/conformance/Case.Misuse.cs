using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Migrayt.Interop;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    internal sealed partial class Case
    {
        private void Misuse(JObject step)
        {
            switch (Name(step, "what"))
            {
                case "freed_run":
                    var run = RunOf(step);
                    run.Dispose();
                    run.Dispose();
                    // The library is given the stale number once more, beneath what the package forbids.
                    Native.Functions.RunFree(run.Handle.Number);
                    run.Next();
                    break;
                case "freed_engine":
                    var engine = engines[Name(step, "engine")];
                    engine.Dispose();
                    engine.Dispose();
                    Native.Functions.EngineFree(engine.Handle.Number);
                    engine.Start(Convert()).Dispose();
                    break;
                case "two_threads":
                    AskFromTwoThreads(RunOf(step));
                    break;
                case "event_after_run":
                    ReadAfterRun(engines[Name(step, "engine")], step["expect"]);
                    break;
                default:
                    throw new Failed("there is no such misuse");
            }
        }

        /// <summary>Another thread waits, for a time, so that the run is not kept from what follows.</summary>
        private static void AskFromTwoThreads(Run run)
        {
            RunEvent unused;
            var limit = TimeSpan.FromSeconds(2);
            var waiting = Task.Factory.StartNew(() => Wait(run, limit), TaskCreationOptions.LongRunning);
            try
            {
                // Until the other thread has begun to wait, asking finds nothing, and is no error.
                for (var since = Stopwatch.StartNew(); since.Elapsed < limit;)
                {
                    run.TryNext(TimeSpan.Zero, out unused);
                }
            }
            finally
            {
                waiting.Wait();
            }
        }

        /// <summary>It may be the one who is refused, and then tries again.</summary>
        private static void Wait(Run run, TimeSpan limit)
        {
            for (var refused = true; refused;)
            {
                try
                {
                    RunEvent unused;
                    run.TryNext(limit, out unused);
                    refused = false;
                }
                catch (MisuseException)
                {
                    Thread.Yield();
                }
            }
        }

        /// <summary>The package reads an event when it comes, so this is done with the header's functions.</summary>
        private static void ReadAfterRun(Engine engine, JToken expected)
        {
            var run = engine.Start(Convert());
            IntPtr happened, error;
            Caught.Check(Native.Functions.RunNext(run.Handle, -1, out happened, out error), error);
            run.Dispose();
            Comparison.Check(expected, RunEvent.Take(happened).Json, "the result");
        }

        private static JObject Convert()
        {
            return new JObject { ["job"] = "convert", ["from"] = "html", ["to"] = "markdown", ["text"] = "x" };
        }
    }
}
