using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Newtonsoft.Json.Linq;

namespace Migrayt.Tests
{
    internal static class WaitingTests
    {
        public static void EventsAreIteratedToTheEnd()
        {
            using (var engine = new Engine())
            using (var run = engine.Start(Jobs.Convert))
            {
                Check.Same(EventKind.Result, run.Single().Kind);
                Check.Same(0, run.Count(), "events after the last");
                RunEvent none;
                Check.That(run.TryNext(TimeSpan.Zero, out none) && none == null, "the end is told");
            }
        }

        public static void AnErrorIsToldOnceAndThenTheEnd()
        {
            using (var engine = new Engine())
            using (var run = engine.Start(Jobs.Scan))
            {
                Check.Throws<MisuseException>(() => run.Count());
                Check.Same(null, run.Next());
                Check.Same(null, Check.End(run.NextAsync()));
            }
        }

        public static void WaitingEndsInTime()
        {
            using (var engine = new Engine())
            using (var run = engine.Start(Jobs.Log))
            {
                RunEvent none;
                Check.That(!run.TryNext(TimeSpan.FromMilliseconds(30), out none), "nothing came");
                Check.Same(null, none);
            }
        }

        public static void EventsAreAwaited()
        {
            using (var engine = new Engine())
            using (var run = engine.Start(Jobs.Convert))
            {
                Check.Same("**x**", (string)Check.End(run.NextAsync()).Json["text"]);
                Check.Same(null, Check.End(run.NextAsync()));
            }
        }

        public static void ATokenEndsTheWaitingAndNotTheJob()
        {
            using (var engine = new Engine())
            using (var run = engine.Start(Jobs.Log))
            using (var stop = new CancellationTokenSource())
            {
                var waiting = run.NextAsync(stop.Token);
                stop.Cancel();
                Check.That(SpinWait.SpinUntil(() => waiting.IsCompleted, 5000), "it ends");
                Check.That(waiting.IsCanceled, "it is cancelled");
                RunEvent none;
                Check.That(!run.TryNext(TimeSpan.Zero, out none), "the job goes on");
                run.Cancel();
                Check.Same(EventKind.Result, run.Single().Kind);
            }
        }

        public static void ATokenStopsAJobThatIsWaitedFor()
        {
            using (var jobs = new Jobs())
            using (var stop = new CancellationTokenSource())
            {
                var asked = new ManualResetEventSlim();
                var host = new Host
                {
                    Source = new Port((question, over) =>
                    {
                        asked.Set();
                        return Port.Silent().AnswerAsync(question, over);
                    }),
                };
                var waiting = jobs.Engine.DoAsync(Jobs.Scan, null, host, null, stop.Token);
                Check.That(asked.Wait(5000), "it was asked");
                stop.Cancel();
                var error = Check.Throws<OperationCanceledException>(waiting);
                Check.Same(stop.Token, error.CancellationToken);
                Check.Same(typeof(CancelledException), error.InnerException.GetType());
            }
        }

        public static void StatesAreTold()
        {
            using (var engine = new Engine())
            using (var stop = new CancellationTokenSource())
            {
                var told = new Told(stop);
                var job = new JObject { ["job"] = "simulate", ["tracker"] = "jira" };
                var result = Check.End(engine.DoAsync(job, null, null, told, stop.Token));
                Check.That(result["served"] != null, "a job that ends when it is stopped has its result");
                Check.Same("ready", (string)told.Events.Single().Json["state"]);
                Check.Same(null, told.Events.Single().Progress);
            }
        }

        public static void ARunIsWaitedForOnce()
        {
            using (var engine = new Engine())
            using (var run = engine.Start(Jobs.Convert))
            {
                Check.Same("**x**", (string)Check.End(run.WaitAsync())["text"]);
                Check.Throws<InvalidOperationException>(run.WaitAsync());
            }
        }

        public static void ProgressIsRead()
        {
            var text = "{\"phase\":\"running\",\"done\":7,\"total\":null,\"failed\":1,\"skipped\":2,"
                + "\"doubts\":3,\"until\":\"2026-11-28T15:00:00Z\"}";
            var progress = new RunEvent(EventKind.Progress, 0, text, new byte[0]).Progress;
            Check.Same("running", progress.Phase);
            Check.Same(7L, progress.Done);
            Check.Same(null, progress.Total);
            Check.Same("1 2 3", progress.Failed + " " + progress.Skipped + " " + progress.Doubts);
            Check.Same("2026-11-28T15:00:00Z", progress.Until, "a moment stays the text that it is");
        }

        /// <summary>Keeps what it is told, and stops the job then.</summary>
        private sealed class Told : IProgress<RunEvent>
        {
            private readonly CancellationTokenSource stop;

            internal Told(CancellationTokenSource stop)
            {
                this.stop = stop;
            }

            internal List<RunEvent> Events { get; } = new List<RunEvent>();

            public void Report(RunEvent told)
            {
                Events.Add(told);
                stop.Cancel();
            }
        }
    }
}
