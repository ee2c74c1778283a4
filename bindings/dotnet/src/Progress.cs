using Newtonsoft.Json.Linq;

namespace Migrayt
{
    /// <summary>How far a run has come. Each one says all that is known.</summary>
    public sealed class Progress
    {
        internal Progress(JObject json)
        {
            Phase = (string)json["phase"];
            Done = (long?)json["done"] ?? 0;
            Total = (long?)json["total"];
            Failed = (long?)json["failed"] ?? 0;
            Skipped = (long?)json["skipped"] ?? 0;
            Doubts = (long?)json["doubts"] ?? 0;
            Until = (string)json["until"];
        }

        /// <summary>
        /// <c>scanning</c>, <c>listing</c>, <c>drafting</c>, <c>running</c>, <c>waiting</c> or
        /// <c>verifying</c>; a newer library may have others.
        /// </summary>
        public string Phase { get; }

        /// <summary>How much is done: items, and operations while a run goes on.</summary>
        public long Done { get; }

        /// <summary>How much there is to do; null until it is known.</summary>
        public long? Total { get; }

        /// <summary>How much of it failed.</summary>
        public long Failed { get; }

        /// <summary>How much of it was left out.</summary>
        public long Skipped { get; }

        /// <summary>How many operations may or may not have happened.</summary>
        public long Doubts { get; }

        /// <summary>The moment that is waited for, in RFC 3339; null if none is.</summary>
        public string Until { get; }
    }
}
