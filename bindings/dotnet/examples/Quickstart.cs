using System;
using System.IO;
using System.Text;
using Migrayt;
using Newtonsoft.Json.Linq;

/// <summary>A whole migration between two simulated trackers. It ends with 0 if nothing differs.</summary>
internal static class Quickstart
{
    private static int Main()
    {
        var folder = Path.Combine(Path.GetTempPath(), "migrayt-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        try
        {
            using (var simulators = new Engine())
            using (var devOps = Simulate(simulators, "azure-devops"))
            using (var jira = Simulate(simulators, "jira"))
            {
                return Migrate(folder, Ready(devOps), Ready(jira)) ? 0 : 1;
            }
        }
        catch (MigraytException error)
        {
            Console.Error.WriteLine("{0}: {1}", error.Kind, error.Message);
            Console.Error.WriteLine(error.Help);
            return 1;
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static bool Migrate(string folder, JObject devOps, JObject jira)
    {
        var configuration = new JObject
        {
            ["version"] = 1,
            ["source"] = new JObject
            {
                ["kind"] = "azure-devops", ["url"] = devOps["url"], ["project"] = devOps["project"],
                ["token"] = "vault:ado",
            },
            ["target"] = new JObject
            {
                ["kind"] = "jira", ["url"] = jira["url"], ["project"] = jira["project"],
                ["email"] = jira["email"], ["token"] = "vault:jira",
            },
        };
        var options = new JObject
        {
            ["configuration"] = configuration,
            ["folder"] = folder,
            ["ports"] = new JObject { ["vault"] = "memory" },
        };
        using (var engine = new Engine(options))
        {
            Do(engine, new JObject { ["job"] = "vault_put", ["name"] = "ado" }, (string)devOps["token"]);
            Do(engine, new JObject { ["job"] = "vault_put", ["name"] = "jira" }, (string)jira["token"]);
            foreach (var job in new[] { "scan", "suggest", "plan" })
            {
                Do(engine, new JObject { ["job"] = job });
                Console.WriteLine(job);
            }
            var run = Do(engine, new JObject { ["job"] = "run" });
            Console.WriteLine("run: {0}", run["closing"]);
            var verified = Do(engine, new JObject { ["job"] = "verify" });
            Console.WriteLine("verify: {0}", (bool)verified["clean"] ? "clean" : "not clean");
            return (string)run["closing"] == "completed" && (bool)verified["clean"];
        }
    }

    /// <summary>A program with an own event loop awaits this instead of waiting.</summary>
    private static JObject Do(Engine engine, JObject job, string secret = null)
    {
        var bytes = secret == null ? null : Encoding.UTF8.GetBytes(secret);
        return engine.DoAsync(job, bytes, null, new ProgressLine()).GetAwaiter().GetResult();
    }

    private static Run Simulate(Engine engine, string tracker)
    {
        return engine.Start(new JObject { ["job"] = "simulate", ["tracker"] = tracker });
    }

    /// <summary>The first event of a simulator says where it serves.</summary>
    private static JObject Ready(Run simulator)
    {
        return simulator.Next().Json;
    }

    private sealed class ProgressLine : IProgress<RunEvent>
    {
        public void Report(RunEvent told)
        {
            var progress = told.Progress;
            if (progress != null)
            {
                Console.WriteLine("  {0} {1} of {2}", progress.Phase, progress.Done, progress.Total);
            }
        }
    }
}
