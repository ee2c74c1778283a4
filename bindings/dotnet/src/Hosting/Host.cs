using System;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace Migrayt
{
    /// <summary>The ports that a program implements itself. One that is null is unsupported.</summary>
    /// <remarks>
    /// <see cref="Run.WaitAsync"/> asks it on threads of the pool, several questions at once: its ports are
    /// for any thread. One host may serve any number of runs.
    /// </remarks>
    public sealed class Host
    {
        /// <summary>Where items are read from.</summary>
        public IPort Source { get; set; }

        /// <summary>Where items are written to.</summary>
        public IPort Target { get; set; }

        /// <summary>Where plans and runs are kept.</summary>
        public IPort Journal { get; set; }

        /// <summary>Where secrets are kept.</summary>
        public IPort Vault { get; set; }

        /// <summary>Who may do what.</summary>
        public IPort Directory { get; set; }

        /// <summary>A person who is asked for a secret.</summary>
        public IPort Prompt { get; set; }

        /// <summary>A person who consents in a browser.</summary>
        public IPort Consent { get; set; }

        /// <summary>Makes ports empty for the engine's suites.</summary>
        public IPort Conformance { get; set; }

        /// <summary>
        /// Is told what a port threw, after the engine was told its kind: the engine keeps nothing else of it,
        /// so log it here. It is called by any thread.
        /// </summary>
        public event Action<Question, Exception> Failed;

        /// <summary>Answers a question of a run; <see cref="Run.WaitAsync"/> does it for each.</summary>
        /// <param name="run">The run that asks.</param>
        /// <param name="asked">An event of the kind <see cref="EventKind.Request"/>.</param>
        /// <param name="over">Is cancelled when nobody waits for the answer any more.</param>
        /// <remarks>
        /// What a port throws is answered as an error, see <see cref="HostException"/>. An answer that comes
        /// too late is dropped.
        /// </remarks>
        public async Task AnswerAsync(
            Run run, RunEvent asked, CancellationToken over = default(CancellationToken))
        {
            Answer answer = null;
            Exception failure = null;
            var question = new Question(asked);
            try
            {
                answer = await AskAsync(question, over).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                failure = error;
            }
            failure = failure ?? Give(run, asked.Request, new JObject { ["ok"] = answer.Value }, answer.Bytes);
            if (failure != null)
            {
                Refuse(run, asked.Request, failure);
                if (!over.IsCancellationRequested)
                {
                    Failed?.Invoke(question, failure);
                }
            }
        }

        private async Task<Answer> AskAsync(Question question, CancellationToken over)
        {
            var port = Port(question.Port);
            if (port == null)
            {
                throw new HostException(ErrorKind.Unsupported, "the host has no port " + question.Port)
                {
                    Effect = Effect.None,
                };
            }
            var answer = await port.AnswerAsync(question, over).ConfigureAwait(false);
            return answer ?? Answer.Nothing;
        }

        private IPort Port(string name)
        {
            switch (name)
            {
                case "source": return Source;
                case "target": return Target;
                case "journal": return Journal;
                case "vault": return Vault;
                case "directory": return Directory;
                case "prompt": return Prompt;
                case "consent": return Consent;
                case "conformance": return Conformance;
                default: return null;
            }
        }

        /// <summary>Hands an answer in; gives what kept it from being written, in place of throwing it.</summary>
        private static Exception Give(Run run, ulong request, JObject answer, byte[] bytes)
        {
            try
            {
                run.Answer(request, answer, bytes);
            }
            catch (NotFoundException)
            {
                // The run does not need it any more.
            }
            catch (MisuseException)
            {
                // The run was disposed.
            }
            catch (Exception error)
            {
                // What was asked for was done all the same, so nobody may take it for undone.
                return new HostException(ErrorKind.Unexpected, "the answer cannot be written as JSON", error)
                {
                    Effect = Effect.Unknown,
                };
            }
            return null;
        }

        /// <summary>Whatever a port threw, the question is not left open.</summary>
        private static void Refuse(Run run, ulong request, Exception failure)
        {
            var told = HostException.Of(failure).ToJson();
            if (Give(run, request, new JObject { ["error"] = told }, null) != null)
            {
                Give(run, request, new JObject { ["error"] = new JObject { ["kind"] = "Unexpected" } }, null);
            }
        }
    }
}
