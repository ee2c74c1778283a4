using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>A table of texts for each tenant, in the order of the keys' bytes.</summary>
    internal sealed class JournalDouble : JournalPort
    {
        private readonly object gate = new object();
        private readonly Dictionary<string, Table> tables = new Dictionary<string, Table>();
        private readonly byte[] key;

        internal JournalDouble(string key)
        {
            var places = Enumerable.Range(0, key.Length / 2);
            this.key = places.Select(place => Convert.ToByte(key.Substring(2 * place, 2), 16)).ToArray();
        }

        public override Task<Answer> DescribeAsync(Question question, CancellationToken over)
        {
            return Task.FromResult(new Answer(new JObject { ["durable"] = false }, key));
        }

        public override Task<Answer> GetAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                var table = Of(question);
                var values = question.Arguments["keys"].Select(each => new JValue(table.Value((string)each)));
                return Task.FromResult<Answer>(new JObject { ["values"] = new JArray(values) });
            }
        }

        public override Task<Answer> ScanAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                var asked = question.Arguments;
                var rows = Of(question).Between((string)asked["after"], (string)asked["before"], (int)asked["limit"]);
                return Task.FromResult<Answer>(new JObject { ["rows"] = rows });
            }
        }

        public override Task<Answer> CommitAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                var table = Of(question);
                var changed = question.Arguments["checks"]
                    .Where(check => table.Value((string)check["key"]) != (string)check["value"])
                    .Select(check => check["key"]).ToList();
                if (changed.Count > 0)
                {
                    return Task.FromResult<Answer>(new JObject { ["conflict"] = new JArray(changed) });
                }
                foreach (var put in question.Arguments["puts"])
                {
                    table.Put((string)put["key"], (string)put["value"]);
                }
                foreach (var gone in question.Arguments["deletes"])
                {
                    table.Delete((string)gone);
                }
                return Task.FromResult(Answer.Nothing);
            }
        }

        private Table Of(Question question)
        {
            var tenant = (string)question.Arguments["tenant"];
            Table table;
            if (!tables.TryGetValue(tenant, out table))
            {
                tables[tenant] = table = new Table();
            }
            return table;
        }

        private sealed class Table
        {
            private readonly SortedList<string, string> rows = new SortedList<string, string>(new ByBytes());

            internal string Value(string key)
            {
                string value;
                return rows.TryGetValue(key, out value) ? value : null;
            }

            internal void Put(string key, string value)
            {
                rows[key] = value;
            }

            internal void Delete(string key)
            {
                rows.Remove(key);
            }

            internal JArray Between(string after, string before, int limit)
            {
                var found = new JArray();
                for (var place = FirstAfter(after); place < rows.Count && found.Count < limit; place++)
                {
                    var key = rows.Keys[place];
                    if (rows.Comparer.Compare(key, before) >= 0)
                    {
                        break;
                    }
                    found.Add(new JObject { ["key"] = key, ["value"] = rows.Values[place] });
                }
                return found;
            }

            private int FirstAfter(string key)
            {
                int low = 0, high = rows.Count;
                while (low < high)
                {
                    var middle = (low + high) / 2;
                    if (rows.Comparer.Compare(rows.Keys[middle], key) <= 0)
                    {
                        low = middle + 1;
                    }
                    else
                    {
                        high = middle;
                    }
                }
                return low;
            }
        }

        /// <summary>The runtime's own order is by halves of characters, which is another one.</summary>
        private sealed class ByBytes : IComparer<string>
        {
            public int Compare(string one, string other)
            {
                byte[] left = Encoding.UTF8.GetBytes(one), right = Encoding.UTF8.GetBytes(other);
                for (var place = 0; place < Math.Min(left.Length, right.Length); place++)
                {
                    if (left[place] != right[place])
                    {
                        return left[place].CompareTo(right[place]);
                    }
                }
                return left.Length.CompareTo(right.Length);
            }
        }
    }
}
