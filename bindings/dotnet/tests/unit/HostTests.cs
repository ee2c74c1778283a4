using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace Migrayt.Tests
{
    internal static class HostTests
    {
        public static void WhatAPortThrowsIsAnErrorOfItsKind()
        {
            Check.Throws<ConflictException>(Scan(Port.Throwing(new HostException(ErrorKind.Conflict))));
            Check.Throws<UnsupportedException>(Scan(Port.Throwing(new NotImplementedException())));
            Check.Throws<UnsupportedException>(Scan(Port.Throwing(new NotSupportedException())));
            Check.Throws<TimedOutException>(Scan(Port.Throwing(new TimeoutException())));
            Check.Throws<CancelledException>(Scan(Port.Throwing(new OperationCanceledException())));
            Check.Throws<UnexpectedException>(Scan(Port.Throwing(new ArgumentException("own words"))));
            Check.Throws<TimedOutException>(Scan(Port.Throwing(new AggregateException(new TimeoutException()))));
            Check.Throws<UnsupportedException>(Scan(null));
        }

        public static void WordsOfAPortStayWithIt()
        {
            var thrown = new HostException(ErrorKind.NotFound, "own words")
            {
                Code = "e-404", Effect = Effect.Unknown,
            };
            var error = Check.Throws<NotFoundException>(Scan(Port.Throwing(thrown)));
            Check.Same("e-404", (string)error.Context["code"]);
            Check.Same(Effect.Unknown, error.Effect);
            Check.That(!error.ToJson().ToString().Contains("own words"), "the words are not told");
        }

        public static void AFailureIsToldToTheHost()
        {
            var thrown = new ArgumentException("own words");
            var host = new Host { Source = Port.Throwing(thrown) };
            var told = new TaskCompletionSource<Tuple<Question, Exception>>();
            host.Failed += (question, error) => told.TrySetResult(Tuple.Create(question, error));
            using (var jobs = new Jobs())
            using (var run = jobs.Engine.Start(Jobs.Scan))
            {
                Check.End(host.AnswerAsync(run, run.First(next => next.Kind == EventKind.Request)));
                Check.Same("source", Check.End(told.Task).Item1.Port);
                Check.Same(thrown, told.Task.Result.Item2);
            }
        }

        public static void AnAnswerThatIsNoJsonDoesNotLeaveTheQuestionOpen()
        {
            var wrongs = new JToken[] { new JRaw("{\"half\":"), new JValue("half a character: \ud83d") };
            foreach (var wrong in wrongs)
            {
                var error = Check.Throws<UnexpectedException>(Scan(Port.Saying(wrong)));
                Check.Same(Effect.Unknown, error.Effect);
            }
        }

        public static void AnErrorThatIsNoJsonDoesNotEither()
        {
            var thrown = new HostException(ErrorKind.Timeout) { Code = "half a character: \ud83d" };
            Check.Throws<UnexpectedException>(Scan(Port.Throwing(thrown)));
        }

        public static void NoAnswerIsAValueOfNull()
        {
            Check.Throws<InputInvalidException>(Scan(Port.Saying(null)));
            Check.Throws<InputInvalidException>(Scan(Port.Saying(Answer.Nothing)));
        }

        public static void AnAnswerThatComesTooLateIsDropped()
        {
            var failures = 0;
            var late = new ManualResetEventSlim();
            var host = new Host
            {
                Source = new Port((question, over) =>
                {
                    late.Wait();
                    return Task.FromResult(Answer.Nothing);
                }),
            };
            host.Failed += (question, error) => failures++;
            using (var jobs = new Jobs())
            {
                var run = jobs.Engine.Start(Jobs.Scan);
                var asked = run.First(next => next.Kind == EventKind.Request);
                var withdrawn = Task.Run(() => host.AnswerAsync(run, asked));
                run.Cancel();
                Check.Throws<CancelledException>(() => run.Count());
                late.Set();
                Check.End(withdrawn);
                run.Dispose();
                Check.End(host.AnswerAsync(run, asked));
                Check.Same(0, failures, "failures");
            }
        }

        public static void NobodyWorksOnForARunThatIsOver()
        {
            var stopped = new TaskCompletionSource<bool>();
            var port = new Port((question, over) =>
            {
                over.Register(() => stopped.TrySetResult(true));
                return new TaskCompletionSource<Answer>().Task;
            });
            using (var jobs = new Jobs())
            using (var run = jobs.Engine.Start(Jobs.Scan))
            {
                var waiting = run.WaitAsync(new Host { Source = port });
                Thread.Sleep(50);
                run.Cancel();
                Check.Throws<CancelledException>(waiting);
                Check.End(stopped.Task);
            }
        }

        public static void AnErrorOfAnotherEngineSaysNothingOfWhatTheHostDid()
        {
            var none = new Failure { Code = 42, Message = "x", Retry = Retry.Backoff, Effect = Effect.None };
            var told = HostException.Of(MigraytException.Of(none)).ToJson();
            Check.Same("Unavailable", (string)told["kind"]);
            Check.Same("backoff", (string)told["retry"]);
            Check.Same(null, told["effect"]);
        }

        public static void AQuestionThatIsNotOverriddenIsUnsupported()
        {
            var host = new Host { Source = new Plain() };
            var text = "{\"port\":\"source\",\"method\":\"pull\",\"arguments\":{}}";
            var question = new Question(new RunEvent(EventKind.Request, 1, text, new byte[0]));
            var error = Check.Throws<HostException>(host.Source.AnswerAsync(question, CancellationToken.None));
            Check.Same(ErrorKind.Unsupported, error.Kind);
            Check.Same(Effect.None, error.Effect);
        }

        private static Task Scan(IPort source)
        {
            return Task.Run(() =>
            {
                using (var jobs = new Jobs())
                {
                    Check.End(jobs.Engine.DoAsync(Jobs.Scan, null, new Host { Source = source }));
                }
            });
        }

        private sealed class Plain : SourcePort
        {
            public override Task<Answer> DescribeAsync(Question question, CancellationToken over)
            {
                return Task.FromResult(Answer.Nothing);
            }

            public override Task<Answer> CatalogAsync(Question question, CancellationToken over)
            {
                return Task.FromResult(Answer.Nothing);
            }

            public override Task<Answer> ReadAsync(Question question, CancellationToken over)
            {
                return Task.FromResult(Answer.Nothing);
            }
        }
    }
}
