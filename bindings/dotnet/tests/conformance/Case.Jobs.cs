using System;
using System.Linq;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    internal sealed partial class Case
    {
        private void Simulate(JObject step)
        {
            simulating = simulating ?? new Engine();
            var job = (JObject)step["with"].DeepClone();
            job["job"] = "simulate";
            var run = simulating.Start(job);
            simulators[Name(step, "as")] = run;
            var ready = run.First(told => told.Kind == EventKind.State && (string)told.Json["state"] == "ready");
            variables[Name(step, "as")] = ready.Json;
        }

        private void MakeEngine(JObject step)
        {
            var token = (string)step["token"];
            var made = new Engine((JObject)step["options"], token == null ? null : Encoding.UTF8.GetBytes(token));
            engines[step["as"] == null ? "" : Name(step, "as")] = made;
        }

        private void DoJob(JObject step)
        {
            var result = engines[Name(step, "engine")]
                .DoAsync((JObject)step["job"], Bytes(step), HostOf(step)).GetAwaiter().GetResult();
            Comparison.Check(step["expect"], result, "the result");
        }

        private void Start(JObject step)
        {
            var run = engines[Name(step, "engine")].Start((JObject)step["job"], Bytes(step));
            runs[Name(step, "as")] = new Started(run, HostOf(step), over.Token);
        }

        private void Until(JObject step)
        {
            var started = runs[Name(step, "run")];
            var kind = (EventKind)Enum.Parse(typeof(EventKind), Name(step, "kind"), true);
            foreach (var next in started.Run.Select(started.Serve))
            {
                if (next.Kind == kind && Comparison.Matches(step["event"], next.Json))
                {
                    if (step["as"] != null)
                    {
                        variables[Name(step, "as")] = next.Request;
                    }
                    return;
                }
            }
            throw new Failed("the run ended before such an event came");
        }

        private void Quiet(JObject step)
        {
            var started = runs[Name(step, "run")];
            RunEvent next;
            while (started.Run.TryNext(TimeSpan.Zero, out next))
            {
                if (next == null)
                {
                    throw new Failed("the run is over");
                }
                started.Serve(next);
            }
            if (started.Run.TryNext(TimeSpan.FromMilliseconds((int)step["ms"]), out next))
            {
                throw new Failed(next == null ? "the run is over" : "an event came: " + next.Text);
            }
        }

        private void Finish(JObject step)
        {
            var started = runs[Name(step, "run")];
            RunEvent last = null;
            foreach (var next in started.Run.Select(started.Serve))
            {
                last = next;
            }
            if (last?.Kind != EventKind.Result)
            {
                throw new Failed("the run ended without a result");
            }
            Comparison.Check(step["expect"], last.Json, "the result");
        }

        private void Answer(JObject step)
        {
            RunOf(step).Answer((ulong)step["request"], (JObject)step["json"]);
        }

        private void CancelNamed(JObject step)
        {
            Run simulator;
            var run = simulators.TryGetValue(Name(step, "run"), out simulator) ? simulator : RunOf(step);
            run.Cancel();
        }

        private void Free(JObject step)
        {
            var name = (string)step["run"] ?? Name(step, "engine");
            Engine engine;
            Started started;
            if (engines.TryGetValue(name, out engine))
            {
                engine.Dispose();
            }
            else if (runs.TryGetValue(name, out started))
            {
                started.Run.Dispose();
            }
            else
            {
                simulators[name].Dispose();
            }
        }

        private Host HostOf(JObject step)
        {
            return step["host"] == null ? null : hosts[Name(step, "host")].Host;
        }

        private static byte[] Bytes(JObject step)
        {
            var text = (string)step["bytes"];
            return text == null ? null : Encoding.UTF8.GetBytes(text);
        }
    }
}
