using System;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace Migrayt.Tests
{
    internal static class ErrorTests
    {
        public static void EveryKindHasAnExceptionOfItsOwn()
        {
            var kinds = Enum.GetValues(typeof(ErrorKind)).Cast<ErrorKind>().ToList();
            var failures = kinds.Select(kind => new Failure { Code = (int)kind, Message = "x" });
            var made = failures.Select(MigraytException.Of).ToList();
            Check.That(made.Select(error => error.Kind).SequenceEqual(kinds), "an exception has another kind");
            Check.Same(kinds.Count, made.Select(error => error.GetType()).Distinct().Count(), "classes");
        }

        public static void AnUnknownKindIsUnexpected()
        {
            var error = MigraytException.Of(new Failure { Code = 4711, Message = "x" });
            Check.Same(typeof(UnexpectedException), error.GetType());
            Check.Same(ErrorKind.Unexpected, error.Kind);
            Check.Same(4711, error.Code);
        }

        public static void AnErrorHasAllThatTheLibraryTells()
        {
            var error = Check.Throws<InputInvalidException>(() => new Engine(new JObject { ["threds"] = 2 }));
            Check.Same(11, error.Code);
            Check.Same(Retry.Never, error.Retry);
            Check.Same(TimeSpan.Zero, error.RetryAfter);
            Check.Same(Effect.None, error.Effect);
            Check.That(error.Message.Contains("threds"), "the message has the facts");
            Check.That(((string)error.Context["reason"]).Contains("threds"), "the context has the reason");
            Check.Same("InputInvalid", (string)error.ToJson()["kind"]);
        }

        public static void APauseArrives()
        {
            using (var jobs = new Jobs())
            {
                var limited = new HostException(ErrorKind.RateLimited) { RetryAfter = TimeSpan.FromMilliseconds(1500) };
                var error = Check.Throws<RateLimitedException>(
                    jobs.Engine.DoAsync(Jobs.Scan, null, new Host { Source = Port.Throwing(limited) }));
                Check.Same(Retry.After, error.Retry);
                Check.Same(TimeSpan.FromMilliseconds(1500), error.RetryAfter);
                Check.Same("after", (string)error.ToJson()["retry"]);
            }
        }

        public static void APauseWithoutEndIsNoOverflow()
        {
            var error = MigraytException.Of(new Failure { Code = 40, Message = "x", RetryAfterMs = ulong.MaxValue });
            Check.Same(TimeSpan.MaxValue, error.RetryAfter);
        }
    }
}
