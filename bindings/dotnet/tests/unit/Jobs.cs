using System;
using System.IO;
using Newtonsoft.Json.Linq;

namespace Migrayt.Tests
{
    /// <summary>Jobs, and an engine whose trackers a host has.</summary>
    internal sealed class Jobs : IDisposable
    {
        private readonly string folder =
            Path.Combine(Path.GetTempPath(), "migrayt-unit-" + Guid.NewGuid().ToString("N"));

        internal Jobs()
        {
            Directory.CreateDirectory(folder);
            var host = new JObject { ["kind"] = "host" };
            Engine = new Engine(new JObject
            {
                ["configuration"] = new JObject { ["version"] = 1, ["source"] = host, ["target"] = host },
                ["folder"] = folder,
                ["ports"] = new JObject { ["journal"] = "memory" },
            });
        }

        internal Engine Engine { get; }

        internal static JObject Convert
        {
            get
            {
                return new JObject
                {
                    ["job"] = "convert", ["from"] = "html", ["to"] = "markdown", ["text"] = "<b>x</b>",
                };
            }
        }

        /// <summary>It goes on until it is cancelled.</summary>
        internal static JObject Log
        {
            get { return new JObject { ["job"] = "log", ["level"] = "error" }; }
        }

        /// <summary>It begins with a question to the source.</summary>
        internal static JObject Scan
        {
            get { return new JObject { ["job"] = "scan" }; }
        }

        /// <summary>A run that waits for an answer, which nobody gives it.</summary>
        internal Run Asking()
        {
            var run = Engine.Start(Scan);
            while (run.Next().Kind != EventKind.Request)
            {
                // Before it asks, it tells how far it is.
            }
            return run;
        }

        public void Dispose()
        {
            Engine.Dispose();
            Directory.Delete(folder, true);
        }
    }
}
