using System;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>A tracker to be read.</summary>
    internal sealed class SourceDouble : SourcePort
    {
        private static readonly string[] Outline = { "id", "revision", "type", "state", "title", "parent", "rank" };

        private readonly JObject told;
        private readonly int page;
        private readonly bool forgets;
        private readonly bool breaksOff;
        private readonly SourceItems items;
        private readonly Streams streams = new Streams();

        internal SourceDouble(JObject told, JObject with)
        {
            this.told = told;
            page = (int?)with["page"] ?? 200;
            forgets = (bool?)with["forgets"] == true;
            breaksOff = (bool?)with["breaks_off"] == true;
            items = new SourceItems(told, with);
        }

        public override Task<Answer> DescribeAsync(Question question, CancellationToken over)
        {
            var described = (JObject)told["describe"].DeepClone();
            described["capabilities"]["max_page"] = page;
            return Task.FromResult<Answer>(described);
        }

        public override Task<Answer> CatalogAsync(Question question, CancellationToken over)
        {
            var catalog = (JObject)told["catalog"].DeepClone();
            catalog["items"] = items.Count;
            return Task.FromResult<Answer>(catalog);
        }

        public override Task<Answer> ReadAsync(Question question, CancellationToken over)
        {
            var outline = (string)question.Arguments["view"] == "outline";
            Func<JObject, JToken> shown = item => outline ? Short(item) : item;
            var wanted = question.Arguments["items"] as JArray;
            if (wanted != null)
            {
                var found = wanted.Select(id => items.Of((string)id)).Where(item => item != null);
                return Task.FromResult<Answer>(new JObject { ["items"] = new JArray(found.Select(shown)) });
            }
            return Task.FromResult<Answer>(Page((string)question.Arguments["after"], shown));
        }

        public override Task<Answer> OpenAsync(Question question, CancellationToken over)
        {
            var id = (string)question.Arguments["file"]["id"];
            if (id == "big" && items.BigFile > 0)
            {
                return Task.FromResult(streams.Begin(items.BigFile, FillBig));
            }
            var text = (string)told["files"][id];
            if (text == null)
            {
                throw new HostException(ErrorKind.NotFound) { Effect = Effect.None };
            }
            var bytes = Encoding.UTF8.GetBytes(text);
            return Task.FromResult(streams.Begin(
                bytes.Length, (from, piece) => Array.Copy(bytes, from, piece, 0, piece.Length)));
        }

        public override Task<Answer> PullAsync(Question question, CancellationToken over)
        {
            return Task.FromResult(streams.Pull(question));
        }

        public override Task<Answer> CloseAsync(Question question, CancellationToken over)
        {
            return Task.FromResult(streams.Close(question));
        }

        /// <summary>A cursor is how many items are before it.</summary>
        private JObject Page(string cursor, Func<JObject, JToken> shown)
        {
            var after = 0;
            if (cursor != null && !int.TryParse(cursor, out after))
            {
                throw new HostException(ErrorKind.InputInvalid) { Code = "cursor" };
            }
            var all = items.Count - (forgets ? 1 : 0);
            var count = Math.Max(0, Math.Min(page, all - after));
            var found = Enumerable.Range(after, count).Select(items.At).Select(shown);
            return new JObject
            {
                ["items"] = new JArray(found),
                ["cursor"] = (after + count).ToString(),
                ["last"] = after + count >= all,
            };
        }

        private void FillBig(long from, byte[] piece)
        {
            var middle = items.BigFile / Streams.Piece / 2 * Streams.Piece;
            if (breaksOff && from == middle)
            {
                throw new HostException(ErrorKind.Unavailable);
            }
            for (var place = 0; place < piece.Length; place++)
            {
                piece[place] = (byte)((from + place) % 251);
            }
        }

        private static JObject Short(JObject item)
        {
            return new JObject(item.Properties().Where(field => Outline.Contains(field.Name)));
        }
    }
}
