using System;
using System.Collections.Generic;
using Newtonsoft.Json.Linq;

namespace Migrayt
{
    /// <summary>What went wrong in the engine. There is a class of its own for each kind.</summary>
    /// <remarks>It holds ids, names and numbers, never content and never a secret.</remarks>
    public abstract class MigraytException : Exception
    {
        private readonly Failure failure;

        internal MigraytException(ErrorKind kind, Failure failure) : base(failure.Message)
        {
            Kind = kind;
            this.failure = failure;
        }

        /// <summary>What it is. A kind that this package does not know is an unexpected one.</summary>
        public ErrorKind Kind { get; }

        /// <summary>The number of its kind, as the library told it.</summary>
        public int Code
        {
            get { return failure.Code; }
        }

        /// <summary>Whether asking again can help.</summary>
        public Retry Retry
        {
            get { return failure.Retry; }
        }

        /// <summary>The pause that the remote asked for; nothing unless <see cref="Retry"/> says so.</summary>
        public TimeSpan RetryAfter
        {
            get
            {
                var most = TimeSpan.MaxValue.TotalMilliseconds;
                return failure.RetryAfterMs < most
                    ? TimeSpan.FromMilliseconds(failure.RetryAfterMs) : TimeSpan.MaxValue;
            }
        }

        /// <summary>Whether it may have happened all the same.</summary>
        public Effect Effect
        {
            get { return failure.Effect; }
        }

        /// <summary>What a person can do about it, or null.</summary>
        public string Help
        {
            get { return failure.Help; }
        }

        /// <summary>The facts: names of places, ids, numbers.</summary>
        public JObject Context
        {
            get { return failure.Context; }
        }

        /// <summary>What lies behind it, nearest first.</summary>
        public IReadOnlyList<string> Causes
        {
            get { return failure.Causes; }
        }

        /// <summary>The same as the library tells it, with the message that has the facts.</summary>
        public JObject ToJson()
        {
            return new JObject
            {
                ["code"] = Code,
                ["kind"] = Kind.ToString(),
                ["retry"] = Retry.ToString().ToLowerInvariant(),
                ["retry_after_ms"] = failure.RetryAfterMs,
                ["effect"] = Effect.ToString().ToLowerInvariant(),
                ["message"] = Message,
                ["help"] = Help,
                ["context"] = Context.DeepClone(),
                ["causes"] = new JArray(Causes),
            };
        }

        internal static MigraytException Of(Failure failure)
        {
            switch ((ErrorKind)failure.Code)
            {
                case ErrorKind.Cancelled: return new CancelledException(failure);
                case ErrorKind.Misuse: return new MisuseException(failure);
                case ErrorKind.ConfigInvalid: return new ConfigInvalidException(failure);
                case ErrorKind.InputInvalid: return new InputInvalidException(failure);
                case ErrorKind.Unsupported: return new UnsupportedException(failure);
                case ErrorKind.Unauthenticated: return new UnauthenticatedException(failure);
                case ErrorKind.PermissionDenied: return new PermissionDeniedException(failure);
                case ErrorKind.NeedsConsent: return new NeedsConsentException(failure);
                case ErrorKind.NotFound: return new NotFoundException(failure);
                case ErrorKind.AlreadyExists: return new AlreadyExistsException(failure);
                case ErrorKind.Conflict: return new ConflictException(failure);
                case ErrorKind.RateLimited: return new RateLimitedException(failure);
                case ErrorKind.Timeout: return new TimedOutException(failure);
                case ErrorKind.Unavailable: return new UnavailableException(failure);
                case ErrorKind.DataCorrupt: return new DataCorruptException(failure);
                case ErrorKind.LeaseLost: return new LeaseLostException(failure);
                case ErrorKind.LeaseHeld: return new LeaseHeldException(failure);
                default: return new UnexpectedException(failure);
            }
        }
    }
}
