using System.Threading;
using System.Threading.Tasks;

namespace Migrayt.Conformance
{
    /// <summary>A run that a step started, and the host that answers when its events are fetched.</summary>
    internal sealed class Started
    {
        private readonly Host host;
        private readonly CancellationToken over;

        internal Started(Run run, Host host, CancellationToken over)
        {
            Run = run;
            this.host = host;
            this.over = over;
        }

        internal Run Run { get; }

        /// <summary>Whoever fetches an event has its question answered, if there is a host.</summary>
        internal RunEvent Serve(RunEvent fetched)
        {
            if (fetched?.Kind == EventKind.Request && host != null)
            {
                Task.Run(() => host.AnswerAsync(Run, fetched, over));
            }
            return fetched;
        }
    }
}
