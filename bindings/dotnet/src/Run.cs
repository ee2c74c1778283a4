using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using Migrayt.Interop;
using Newtonsoft.Json.Linq;

namespace Migrayt
{
    /// <summary>One job that goes on in the background.</summary>
    /// <remarks>
    /// Its events are fetched by one thread at a time; answering, pausing, resuming and cancelling are for
    /// any thread at any time. Disposing it, by any thread, frees it at once: a job that still goes on is
    /// given up, as if the process had been killed, and whoever waits for its next event is told so with a
    /// <see cref="CancelledException"/>. After that every call is a <see cref="MisuseException"/>. One that
    /// is never disposed is freed by the collector.
    /// </remarks>
    public sealed partial class Run : IDisposable, IEnumerable<RunEvent>
    {
        private const int ForEver = -1;

        internal Run(RunHandle handle)
        {
            Handle = handle;
        }

        internal RunHandle Handle { get; }

        /// <summary>Waits for the next event, as long as it takes; null after the last one.</summary>
        /// <exception cref="MigraytException">Why the job failed, once; after it comes the end.</exception>
        public RunEvent Next()
        {
            RunEvent found;
            Fetch(ForEver, out found);
            return found;
        }

        /// <summary>Waits for the next event for a time: not at all if it is nothing.</summary>
        /// <param name="limit">How long to wait, for ever if it is negative.</param>
        /// <param name="found">The event; null if there was none in the time, and after the last one.</param>
        /// <returns>False if there was none in the time. The end is told with true and null.</returns>
        /// <exception cref="MigraytException">Why the job failed, once; after it comes the end.</exception>
        public bool TryNext(TimeSpan limit, out RunEvent found)
        {
            var ms = Math.Min(int.MaxValue, Math.Ceiling(limit.TotalMilliseconds));
            return Fetch(limit < TimeSpan.Zero ? ForEver : (int)ms, out found);
        }

        /// <summary>The events to the last one; waits for each of them.</summary>
        public IEnumerator<RunEvent> GetEnumerator()
        {
            for (var next = Next(); next != null; next = Next())
            {
                yield return next;
            }
        }

        IEnumerator IEnumerable.GetEnumerator()
        {
            return GetEnumerator();
        }

        /// <summary>Answers a question.</summary>
        /// <param name="request">The number of the question.</param>
        /// <param name="answer">An object with either <c>ok</c> or <c>error</c>; a value of null without.</param>
        /// <param name="bytes">What goes with it; it is copied.</param>
        /// <exception cref="NotFoundException">Nobody waits for the answer, or not any more.</exception>
        /// <exception cref="InputInvalidException">It is neither; the question stays open.</exception>
        public void Answer(ulong request, JObject answer = null, byte[] bytes = null)
        {
            var json = Json.Bytes(answer);
            IntPtr error;
            Caught.Check(
                Native.Functions.Answer(
                    Handle, request, json, Json.Length(json), bytes, Json.Length(bytes), out error),
                error);
        }

        /// <summary>
        /// Lets the run rest at the next edge between operations; a state event tells that it does.
        /// </summary>
        /// <exception cref="UnsupportedException">
        /// The job cannot rest: only <c>run</c> and <c>retry</c> can.
        /// </exception>
        public void Pause()
        {
            IntPtr error;
            Caught.Check(Native.Functions.RunPause(Handle, out error), error);
        }

        /// <summary>Lets a run that rests go on.</summary>
        /// <exception cref="UnsupportedException">The job cannot rest.</exception>
        public void Resume()
        {
            IntPtr error;
            Caught.Check(Native.Functions.RunResume(Handle, out error), error);
        }

        /// <summary>
        /// Asks the job to stop: nothing new is begun, and what is under way is waited for. Go on fetching
        /// events, and answering, to the end.
        /// </summary>
        public void Cancel()
        {
            IntPtr error;
            Caught.Check(Native.Functions.RunCancel(Handle, out error), error);
        }

        /// <summary>
        /// A descriptor that can be read from while <see cref="Next"/> would not wait, for event loops. It
        /// belongs to the run: wait on it, never read from it and never close it.
        /// </summary>
        /// <exception cref="UnsupportedException">The system has none; Linux has.</exception>
        public int Descriptor
        {
            get
            {
                int descriptor;
                IntPtr error;
                Caught.Check(Native.Functions.RunDescriptor(Handle, out descriptor, out error), error);
                return descriptor;
            }
        }

        /// <summary>Frees the run. Disposing it again does nothing.</summary>
        public void Dispose()
        {
            Handle.FreeNow();
        }

        /// <summary>Fetches an event, and passes over those of kinds that are not known.</summary>
        private bool Fetch(int ms, out RunEvent found)
        {
            var since = Stopwatch.StartNew();
            found = null;
            while (found == null)
            {
                var left = ms < 0 ? ForEver : (int)Math.Max(0, ms - since.ElapsedMilliseconds);
                IntPtr happened, error;
                var status = Caught.Check(
                    Native.Functions.RunNext(Handle, left, out happened, out error), error);
                if (status != Abi.Ok)
                {
                    return status == Abi.End;
                }
                found = RunEvent.Take(happened);
            }
            return true;
        }
    }
}
