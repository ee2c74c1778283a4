using System;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace Migrayt
{
    public sealed partial class Run
    {
        /// <summary>How long one look for an event takes while a token can end the waiting.</summary>
        private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);

        /// <summary>Waits for the next event without holding the caller; null after the last one.</summary>
        /// <param name="cancellation">Ends the waiting, and not the job.</param>
        /// <remarks>What is there already is given at once; otherwise a thread waits for it.</remarks>
        /// <exception cref="MigraytException">Why the job failed, once; after it comes the end.</exception>
        /// <exception cref="OperationCanceledException">The token ended the waiting; no event is lost.</exception>
        public Task<RunEvent> NextAsync(CancellationToken cancellation = default(CancellationToken))
        {
            if (cancellation.IsCancellationRequested)
            {
                return Task.FromCanceled<RunEvent>(cancellation);
            }
            try
            {
                RunEvent found;
                if (TryNext(TimeSpan.Zero, out found))
                {
                    return Task.FromResult(found);
                }
            }
            catch (MigraytException error)
            {
                return Task.FromException<RunEvent>(error);
            }
            return OnThread(() => WaitFor(cancellation), cancellation);
        }

        /// <summary>Goes on to the end of the job, and gives its result.</summary>
        /// <param name="host">Answers the job's questions; without one they are unsupported.</param>
        /// <param name="told">
        /// Is told progress, states and lines of the log, by the thread that fetches them and in their order.
        /// </param>
        /// <param name="cancellation">
        /// Asks the job to stop, as <see cref="Cancel"/> does; it is waited for to its end all the same. A job
        /// <c>run</c> then has a result that says <c>interrupted</c>.
        /// </param>
        /// <exception cref="MigraytException">Why the job failed.</exception>
        /// <exception cref="OperationCanceledException">It was stopped by the token.</exception>
        /// <exception cref="InvalidOperationException">The run was over before.</exception>
        public async Task<JObject> WaitAsync(
            Host host = null, IProgress<RunEvent> told = null,
            CancellationToken cancellation = default(CancellationToken))
        {
            // Answers that nobody needs any more are not worked on any longer.
            var over = new CancellationTokenSource();
            try
            {
                using (cancellation.Register(Stop))
                {
                    return await OnThread(() => Pump(host ?? new Host(), told, over.Token), CancellationToken.None)
                        .ConfigureAwait(false);
                }
            }
            catch (CancelledException error) when (cancellation.IsCancellationRequested)
            {
                throw new OperationCanceledException(error.Message, error, cancellation);
            }
            finally
            {
                over.Cancel();
            }
        }

        private JObject Pump(Host host, IProgress<RunEvent> told, CancellationToken over)
        {
            JObject result = null;
            foreach (var next in this)
            {
                switch (next.Kind)
                {
                    case EventKind.Request:
                        Task.Run(() => host.AnswerAsync(this, next, over));
                        break;
                    case EventKind.Result:
                        result = next.Json;
                        break;
                    default:
                        told?.Report(next);
                        break;
                }
            }
            return result ?? throw new InvalidOperationException("the run was over before");
        }

        private RunEvent WaitFor(CancellationToken cancellation)
        {
            var slice = cancellation.CanBeCanceled ? Slice : Timeout.InfiniteTimeSpan;
            RunEvent found;
            while (!TryNext(slice, out found))
            {
                cancellation.ThrowIfCancellationRequested();
            }
            return found;
        }

        private void Stop()
        {
            try
            {
                Cancel();
            }
            catch (MisuseException)
            {
                // It was disposed meanwhile, which stops it too.
            }
        }

        /// <summary>A thread of its own: those of the pool are few, and this one mostly waits.</summary>
        private static Task<T> OnThread<T>(Func<T> work, CancellationToken cancellation)
        {
            return Task.Factory.StartNew(
                work, cancellation, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
                TaskScheduler.Default);
        }
    }
}
