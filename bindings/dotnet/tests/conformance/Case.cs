using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>Carries the steps of one case out, and frees what it still has at its end.</summary>
    internal sealed partial class Case : IDisposable
    {
        private readonly JObject told;
        private readonly Variables variables;
        private readonly Dictionary<string, Engine> engines = new Dictionary<string, Engine>();
        private readonly Dictionary<string, Started> runs = new Dictionary<string, Started>();
        private readonly Dictionary<string, HostDouble> hosts = new Dictionary<string, HostDouble>();
        private readonly Dictionary<string, Run> simulators = new Dictionary<string, Run>();
        private readonly List<string> folders = new List<string>();
        private readonly CancellationTokenSource over = new CancellationTokenSource();

        /// <summary>Made when the first simulator is; it serves them all.</summary>
        private Engine simulating;

        internal Case(JObject told, Variables variables)
        {
            this.told = told;
            this.variables = variables;
        }

        /// <summary>Why it failed; null if it passed.</summary>
        internal string Carry(IEnumerable<JObject> steps)
        {
            var place = 0;
            foreach (var step in steps)
            {
                place++;
                try
                {
                    Carry(step);
                }
                catch (Exception error)
                {
                    var why = error is Failed ? error.Message : error.ToString();
                    return string.Format("step {0} ({1}): {2}", place, (string)step["op"], why);
                }
            }
            return null;
        }

        public void Dispose()
        {
            over.Cancel();
            foreach (var run in runs.Values.Select(started => started.Run).Concat(simulators.Values))
            {
                run.Dispose();
            }
            foreach (var engine in engines.Values.Concat(new[] { simulating }).Where(engine => engine != null))
            {
                engine.Dispose();
            }
            foreach (var folder in folders)
            {
                Directory.Delete(folder, true);
            }
        }

        private void Carry(JObject step)
        {
            // The steps of a child are read in its own process, which knows more of them then.
            var read = (string)step["op"] == "child" ? step : (JObject)variables.In(step);
            var fails = read["fails"];
            MigraytException failure = null;
            try
            {
                Do((string)read["op"], read);
            }
            catch (MigraytException error) when (fails != null)
            {
                failure = error;
            }
            if (fails != null)
            {
                Comparison.Check(fails, failure?.ToJson(), "the error");
            }
        }

        private void Do(string op, JObject step)
        {
            switch (op)
            {
                case "folder": MakeFolder(step); break;
                case "replace": Replace(step); break;
                case "about": Comparison.Check(step["expect"], Library.About(), "the library"); break;
                case "abi": new Engine(null, null, Interop.Abi.Version + 1).Dispose(); break;
                case "simulate": Simulate(step); break;
                case "engine": MakeEngine(step); break;
                case "host": hosts[Name(step, "as")] = new HostDouble(told, (JObject)step["with"]); break;
                case "trouble": hosts[Name(step, "host")].Trouble = (JObject)step["error"]; break;
                case "job": DoJob(step); break;
                case "start": Start(step); break;
                case "until": Until(step); break;
                case "quiet": Quiet(step); break;
                case "finish": Finish(step); break;
                case "answer": Answer(step); break;
                case "pause": RunOf(step).Pause(); break;
                case "resume": RunOf(step).Resume(); break;
                case "cancel": CancelNamed(step); break;
                case "free": Free(step); break;
                case "descriptor": Descriptor.Check(RunOf(step), (bool)step["readable"]); break;
                case "child": Child.Run(variables.All, step, told); break;
                case "say": Say(step); break;
                case "memory": variables[Name(step, "as")] = Memory.Now(); break;
                case "memory_at_most": Memory.CheckAtMost((long)variables[Name(step, "of")], step); break;
                case "host_counted":
                    Comparison.Check(step["expect"], hosts[Name(step, "host")].Counted(), "what was counted");
                    break;
                case "misuse": Misuse(step); break;
                default: throw new Failed("there is no step " + op);
            }
        }

        private static string Name(JObject step, string field)
        {
            var name = (string)step[field];
            return name ?? throw new Failed("the step has no " + field);
        }

        private Run RunOf(JObject step)
        {
            return runs[Name(step, "run")].Run;
        }
    }
}
