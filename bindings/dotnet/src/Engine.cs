using System;
using System.Threading;
using System.Threading.Tasks;
using Migrayt.Interop;
using Newtonsoft.Json.Linq;

namespace Migrayt
{
    /// <summary>One migration for one caller: a configuration, and the threads that carry it.</summary>
    /// <remarks>
    /// It may be used by any thread. Disposing it frees it at once: runs that still go on are given up,
    /// as if the process had been killed, and are still to be disposed. After that every call is a
    /// <see cref="MisuseException"/>. One that is never disposed is freed by the collector.
    /// </remarks>
    public sealed class Engine : IDisposable
    {
        private readonly object starting = new object();

        /// <summary>Makes an engine.</summary>
        /// <param name="options">What the page about embedding lists; none for an engine without a
        /// configuration.</param>
        /// <param name="token">What the caller shows to the host's directory, in UTF-8; it is copied, and
        /// may be cleared after the call.</param>
        /// <exception cref="InputInvalidException">The options are not of their shape.</exception>
        /// <exception cref="ConfigInvalidException">The configuration cannot be used as it is.</exception>
        /// <exception cref="UnavailableException">The system gives no threads.</exception>
        public Engine(JObject options = null, byte[] token = null) : this(options, token, Abi.Version)
        {
        }

        /// <summary>Makes an engine as a program that was built for a version of the header.</summary>
        internal Engine(JObject options, byte[] token, uint abiVersion)
        {
            var made = new Making(Json.Bytes(options), token, abiVersion);
            Handle = new EngineHandle(made.Engine);
        }

        internal EngineHandle Handle { get; }

        /// <summary>Starts a job, which goes on in the background until its run is disposed.</summary>
        /// <param name="job">Names it in <c>job</c>, and has its arguments.</param>
        /// <param name="bytes">What it takes besides, a secret say; it is copied.</param>
        /// <exception cref="InputInvalidException">There is no such job, or it has another shape. What
        /// goes wrong later is told by the run.</exception>
        public Run Start(JObject job, byte[] bytes = null)
        {
            if (job == null)
            {
                throw new ArgumentNullException(nameof(job));
            }
            var json = Json.Bytes(job);
            IntPtr run, error;
            lock (starting)
            {
                Caught.Check(
                    Native.Functions.RunStart(
                        Handle, json, Json.Length(json), bytes, Json.Length(bytes), out run, out error),
                    error);
            }
            return new Run(new RunHandle(run));
        }

        /// <summary>Does a job to its end and gives its result.</summary>
        /// <param name="job">As for <see cref="Start"/>.</param>
        /// <param name="bytes">As for <see cref="Start"/>.</param>
        /// <param name="host">As for <see cref="Run.WaitAsync"/>.</param>
        /// <param name="told">As for <see cref="Run.WaitAsync"/>.</param>
        /// <param name="cancellation">As for <see cref="Run.WaitAsync"/>.</param>
        /// <exception cref="MigraytException">Why the job failed.</exception>
        /// <exception cref="OperationCanceledException">It was stopped by the token.</exception>
        public async Task<JObject> DoAsync(
            JObject job, byte[] bytes = null, Host host = null, IProgress<RunEvent> told = null,
            CancellationToken cancellation = default(CancellationToken))
        {
            using (var run = Start(job, bytes))
            {
                return await run.WaitAsync(host, told, cancellation).ConfigureAwait(false);
            }
        }

        /// <summary>Frees the engine. Disposing it again does nothing.</summary>
        public void Dispose()
        {
            Handle.FreeNow();
        }
    }
}
