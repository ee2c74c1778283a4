using System;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>A port, or the trouble that its host is in.</summary>
    internal sealed class TroubledPort : IPort
    {
        private readonly HostDouble host;
        private readonly IPort port;

        internal TroubledPort(HostDouble host, IPort port)
        {
            this.host = host;
            this.port = port;
        }

        public Task<Answer> AnswerAsync(Question question, CancellationToken over)
        {
            if (host.Trouble != null)
            {
                throw new Said(host.Trouble);
            }
            return port == null ? throw new HostException(ErrorKind.Unsupported) : port.AnswerAsync(question, over);
        }

        /// <summary>An error of words that a program would not find among the kinds.</summary>
        private sealed class Said : HostException
        {
            private readonly JObject json;

            internal Said(JObject json) : base(ErrorKind.Unexpected)
            {
                this.json = json;
            }

            public override JObject ToJson()
            {
                return (JObject)json.DeepClone();
            }
        }
    }

    /// <summary>A port that never answers.</summary>
    internal sealed class SilentPort : IPort
    {
        public async Task<Answer> AnswerAsync(Question question, CancellationToken over)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, over).ConfigureAwait(false);
            throw new InvalidOperationException("nobody waits for ever");
        }
    }
}
