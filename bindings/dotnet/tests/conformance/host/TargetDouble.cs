using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>A tracker to be written. It keeps what it is given and gives it back.</summary>
    internal sealed class TargetDouble : TargetPort
    {
        private readonly object gate = new object();
        private readonly JObject told;
        private readonly int page;
        private readonly long? largestFile;
        private readonly bool forgets;
        private readonly TargetItems items;
        private readonly TargetNodes nodes;
        private readonly TargetFiles files;
        private readonly Orders orders;

        internal TargetDouble(JObject told, JObject with)
        {
            this.told = told;
            page = (int?)with["page"] ?? 50;
            largestFile = (long?)with["largest_file"];
            forgets = (bool?)with["forgets"] == true;
            items = new TargetItems((bool?)with["forgets_all"] == true);
            nodes = new TargetNodes((JArray)told["catalog"]["nodes"], items);
            files = new TargetFiles(items, (bool?)with["forgets_bytes"] == true || items.Forgets);
            orders = new Orders(items);
        }

        internal JObject Counted()
        {
            lock (gate)
            {
                return new JObject { ["items"] = items.Made, ["files"] = files.Made, ["bytes"] = files.Bytes };
            }
        }

        public override Task<Answer> DescribeAsync(Question question, CancellationToken over)
        {
            var described = (JObject)told["describe"].DeepClone();
            described["capabilities"]["max_read_back"] = page;
            return Task.FromResult<Answer>(described);
        }

        public override Task<Answer> CatalogAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                var catalog = (JObject)told["catalog"].DeepClone();
                catalog["nodes"] = nodes.All;
                if (largestFile.HasValue)
                {
                    catalog["max_attachment"] = largestFile;
                }
                return Task.FromResult<Answer>(catalog);
            }
        }

        public override Task<Answer> HighWaterAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                return Task.FromResult<Answer>(new JObject { ["high_water"] = items.Last.ToString() });
            }
        }

        public override Task<Answer> ApplyAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                var results = question.Arguments["orders"].Children<JObject>()
                    .Select((order, place) => orders.Result(order, forgets && place == 1));
                return Task.FromResult<Answer>(new JObject { ["results"] = new JArray(results) });
            }
        }

        public override Task<Answer> ReadBackAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                return Task.FromResult<Answer>(items.ReadBack((JArray)question.Arguments["items"]));
            }
        }

        public override Task<Answer> SweepAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                return Task.FromResult<Answer>(items.Sweep(question.Arguments, page));
            }
        }

        public override Task<Answer> PropertiesAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                return Task.FromResult<Answer>(items.PropertiesOf(question.Arguments));
            }
        }

        public override Task<Answer> PrepareAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                return Task.FromResult<Answer>(nodes.Prepare((JArray)question.Arguments["preparations"]));
            }
        }

        public override Task<Answer> AttachBeginAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                return Task.FromResult(files.Begin((JObject)question.Arguments["order"]));
            }
        }

        public override Task<Answer> AttachPieceAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                return Task.FromResult(files.Take(question));
            }
        }

        public override Task<Answer> AttachEndAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                return Task.FromResult(files.End(question));
            }
        }

        public override Task<Answer> AttachAbortAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                return Task.FromResult(files.Abort(question));
            }
        }

        public override Task<Answer> OpenAsync(Question question, CancellationToken over)
        {
            lock (gate)
            {
                return Task.FromResult(files.Open(question));
            }
        }

        public override Task<Answer> PullAsync(Question question, CancellationToken over)
        {
            return Task.FromResult(files.Streams.Pull(question));
        }

        public override Task<Answer> CloseAsync(Question question, CancellationToken over)
        {
            return Task.FromResult(files.Streams.Close(question));
        }
    }
}
