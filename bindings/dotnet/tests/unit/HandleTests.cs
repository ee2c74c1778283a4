using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Migrayt.Interop;
using Newtonsoft.Json.Linq;

namespace Migrayt.Tests
{
    internal static class HandleTests
    {
        public static void WhatIsDisposedIsRefusedByTheLibrary()
        {
            var engine = new Engine();
            var run = engine.Start(Jobs.Log);
            run.Dispose();
            run.Dispose();
            Check.Throws<MisuseException>(() => run.Next());
            Check.Throws<MisuseException>(() => run.Cancel());
            Check.Throws<MisuseException>(() => run.Answer(1));
            Check.Throws<MisuseException>(run.NextAsync());
            engine.Dispose();
            engine.Dispose();
            Check.Throws<MisuseException>(() => engine.Start(Jobs.Convert));
        }

        public static void DisposingWakesWhoeverWaits()
        {
            using (var jobs = new Jobs())
            {
                var run = jobs.Asking();
                var waiting = Task.Run(() => run.Next());
                Thread.Sleep(50);
                run.Dispose();
                Check.Throws<CancelledException>(waiting);
            }
        }

        public static void DisposingAnEngineEndsItsRuns()
        {
            using (var jobs = new Jobs())
            using (var run = jobs.Asking())
            {
                jobs.Engine.Dispose();
                Check.Throws<CancelledException>(() => run.Next());
                Check.Same(null, run.Next());
            }
        }

        public static void TheCollectorFreesWhatNobodyDisposed()
        {
            var forgotten = Forget();
            for (var turn = 0; turn < 50 && forgotten.Any(IsThere); turn++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                Thread.Sleep(20);
            }
            Check.Same(0, forgotten.Count(IsThere), "runs that are still there");
        }

        public static void ARunThatIsWaitedForIsNotReleased()
        {
            using (var jobs = new Jobs())
            {
                var run = jobs.Asking();
                var number = run.Handle.Number;
                var waiting = Task.Run(() => run.Next());
                Thread.Sleep(50);
                // This is what the collector would do with it.
                run.Handle.Dispose();
                Check.That(IsThere(number) && !waiting.IsCompleted, "it is still waited for");
                new Run(Lent(number)).Dispose();
                Check.Throws<CancelledException>(waiting);
            }
        }

        public static void AnEventOutlivesItsRun()
        {
            using (var engine = new Engine())
            {
                RunEvent last;
                using (var run = engine.Start(Jobs.Convert))
                {
                    last = run.Next();
                }
                Check.Same("**x**", (string)last.Json["text"]);
            }
        }

        public static void AnEventOfAnotherKindIsPassedOver()
        {
            Check.Same(null, RunEvent.Of(new EventView { Kind = 17 }));
            Check.Same(null, RunEvent.Of(new EventView { Kind = 0 }));
        }

        /// <summary>On a thread of its own, so that nothing of them is left on a stack.</summary>
        private static List<IntPtr> Forget()
        {
            var numbers = new List<IntPtr>();
            var thread = new Thread(() =>
            {
                for (var count = 0; count < 10; count++)
                {
                    numbers.Add(new Engine().Start(Jobs.Log).Handle.Number);
                }
            });
            thread.Start();
            thread.Join();
            Check.Same(10, numbers.Count(IsThere), "runs that were started");
            return numbers;
        }

        private static bool IsThere(IntPtr number)
        {
            try
            {
                // A question of that number was never asked, which only a run that is there can tell.
                new Run(Lent(number)).Answer(1);
                return true;
            }
            catch (NotFoundException)
            {
                return true;
            }
            catch (MisuseException)
            {
                return false;
            }
        }

        /// <summary>A handle that is not freed with the object.</summary>
        private static RunHandle Lent(IntPtr number)
        {
            var lent = new RunHandle(number);
            GC.SuppressFinalize(lent);
            return lent;
        }
    }
}
