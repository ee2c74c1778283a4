using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>Secrets by tenant and name.</summary>
    internal sealed class VaultDouble : VaultPort
    {
        private readonly object gate = new object();
        private readonly Dictionary<Tuple<string, string>, Value> current =
            new Dictionary<Tuple<string, string>, Value>();
        private readonly Dictionary<Tuple<string, string>, Value> staged =
            new Dictionary<Tuple<string, string>, Value>();

        public override Task<Answer> DescribeAsync(Question question, CancellationToken over)
        {
            return Task.FromResult<Answer>(new JObject { ["durable"] = false, ["shared"] = false });
        }

        public override Task<Answer> NamesAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                var tenant = (string)question.Arguments["tenant"];
                var names = current.Keys.Where(place => place.Item1 == tenant).Select(place => place.Item2);
                return Task.FromResult<Answer>(new JArray(names.OrderBy(name => name, StringComparer.Ordinal)));
            }
        }

        public override Task<Answer> HoldAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                Value held;
                return Task.FromResult(current.TryGetValue(Place(question), out held)
                    ? new Answer(new JObject { ["version"] = held.Version }, held.Bytes) : Answer.Nothing);
            }
        }

        public override Task<Answer> PutAsync(Question question, CancellationToken over)
        {
            return Change(question, standing =>
            {
                if (standing != null)
                {
                    return "taken";
                }
                current[Place(question)] = new Value(question);
                return "done";
            });
        }

        public override Task<Answer> RotateAsync(Question question, CancellationToken over)
        {
            return Change(question, standing =>
            {
                var refused = Refused(standing, question);
                if (refused == null)
                {
                    current[Place(question)] = new Value(question);
                }
                return refused ?? "done";
            });
        }

        public override Task<Answer> StageAsync(Question question, CancellationToken over)
        {
            return Change(question, standing =>
            {
                var place = Place(question);
                var version = (string)question.Arguments["version"];
                if (standing != null && (standing == version || Staged(place) == version))
                {
                    return "taken";
                }
                var refused = Refused(standing, question);
                if (refused == null)
                {
                    staged[place] = new Value(question);
                }
                return refused ?? "done";
            });
        }

        public override Task<Answer> PromoteAsync(Question question, CancellationToken over)
        {
            return Change(question, standing =>
            {
                var place = Place(question);
                var version = (string)question.Arguments["version"];
                if (standing != null && standing == version)
                {
                    return "done";
                }
                var refused = Refused(standing, question) ?? (Staged(place) == version ? null : "unstaged");
                if (refused == null)
                {
                    current[place] = staged[place];
                    staged.Remove(place);
                }
                return refused ?? "done";
            });
        }

        public override Task<Answer> DestroyAsync(Question question, CancellationToken over)
        {
            return Change(question, standing =>
            {
                staged.Remove(Place(question));
                return current.Remove(Place(question)) ? "done" : "absent";
            });
        }

        /// <summary>Makes a change in one step, knowing the version that stands; null if there is none.</summary>
        private Task<Answer> Change(Question question, Func<string, string> change)
        {
            lock (gate)
            {
                Value standing;
                current.TryGetValue(Place(question), out standing);
                return Task.FromResult<Answer>(change(standing?.Version));
            }
        }

        private static string Refused(string standing, Question question)
        {
            return standing == null ? "absent" : standing == (string)question.Arguments["from"] ? null : "newer";
        }

        private string Staged(Tuple<string, string> place)
        {
            Value value;
            return staged.TryGetValue(place, out value) ? value.Version : null;
        }

        private static Tuple<string, string> Place(Question question)
        {
            return Tuple.Create((string)question.Arguments["tenant"], (string)question.Arguments["name"]);
        }

        private sealed class Value
        {
            internal readonly string Version;
            internal readonly byte[] Bytes;

            internal Value(Question question)
            {
                Version = (string)question.Arguments["version"];
                Bytes = question.Bytes;
            }
        }
    }
}
