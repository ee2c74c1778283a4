using System;
using Newtonsoft.Json.Linq;

namespace Migrayt
{
    /// <summary>What a host throws in place of an answer.</summary>
    /// <remarks>
    /// Its message is for the host's own log: the engine is told the kind, the retry, the effect and the
    /// code, and nothing else ever gets into its errors.
    /// </remarks>
    public class HostException : Exception
    {
        /// <summary>Makes one.</summary>
        /// <param name="kind">What went wrong.</param>
        /// <param name="message">Words for the host's own log, or null.</param>
        /// <param name="cause">What lies behind it, or null.</param>
        public HostException(ErrorKind kind, string message = null, Exception cause = null)
            : base(message ?? kind.ToString(), cause)
        {
            Kind = kind;
        }

        /// <summary>What went wrong.</summary>
        public ErrorKind Kind { get; }

        /// <summary>A short name for the host's own use: at most 64 letters, digits and <c>. _ -</c>.</summary>
        public string Code { get; set; }

        /// <summary>Whether asking again can help, after a pause that the engine chooses.</summary>
        public bool Backoff { get; set; }

        /// <summary>The pause after which to ask again, if the tracker named one.</summary>
        public TimeSpan? RetryAfter { get; set; }

        /// <summary>
        /// Whether it may have happened all the same. If it is left out, what was sent to a target may have,
        /// and everything else has not.
        /// </summary>
        public Effect? Effect { get; set; }

        /// <summary>
        /// The error as the engine reads it, which also stands for one order of several:
        /// <c>{"error": {...}}</c>.
        /// </summary>
        public virtual JObject ToJson()
        {
            var json = new JObject { ["kind"] = Kind.ToString() };
            if (RetryAfter.HasValue)
            {
                var pause = (long)Math.Max(0, RetryAfter.Value.TotalMilliseconds);
                json["retry"] = new JObject { ["after_ms"] = pause };
            }
            else if (Backoff)
            {
                json["retry"] = "backoff";
            }
            if (Effect.HasValue)
            {
                json["effect"] = Effect.Value == Migrayt.Effect.None ? "none" : "unknown";
            }
            if (Code != null)
            {
                json["code"] = Code;
            }
            return json;
        }

        /// <summary>What the engine is told of any exception of a host.</summary>
        internal static HostException Of(Exception error)
        {
            while (error is AggregateException && error.InnerException != null)
            {
                error = error.InnerException;
            }
            return error as HostException ?? Of(error as MigraytException)
                ?? new HostException(KindOf(error), error.Message, error);
        }

        private static HostException Of(MigraytException error)
        {
            return error == null ? null : new HostException(error.Kind, error.Message, error)
            {
                Backoff = error.Retry == Retry.Backoff,
                RetryAfter = error.Retry == Retry.After ? error.RetryAfter : (TimeSpan?)null,
                // That nothing came of one call says nothing of what the host did besides.
                Effect = error.Effect == Migrayt.Effect.Unknown ? Migrayt.Effect.Unknown : (Effect?)null,
            };
        }

        private static ErrorKind KindOf(Exception error)
        {
            return error is NotImplementedException || error is NotSupportedException ? ErrorKind.Unsupported
                : error is TimeoutException ? ErrorKind.Timeout
                : error is OperationCanceledException ? ErrorKind.Cancelled
                : ErrorKind.Unexpected;
        }
    }
}
