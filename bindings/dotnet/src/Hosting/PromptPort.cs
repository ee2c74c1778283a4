using System.Threading;
using System.Threading.Tasks;

namespace Migrayt
{
    /// <summary>Asks a person for secrets.</summary>
    /// <remarks>
    /// There is a method for each question of the port <c>prompt</c>; the page
    /// <c>docs/embedding/host-directory.md</c> shows its arguments and its value. Each may be called by
    /// any thread, several at once, and throws a <see cref="HostException"/> in place of an answer.
    /// </remarks>
    public abstract class PromptPort : IPort
    {
        /// <inheritdoc cref="IPort.AnswerAsync"/>
        public Task<Answer> AnswerAsync(Question question, CancellationToken over)
        {
            switch (question.Method)
            {
                case "ask": return AskAsync(question, over);
                default: return Unsupported.Answer(question);
            }
        }

        /// <summary>The secret that is wanted, in the answer's bytes.</summary>
        public abstract Task<Answer> AskAsync(Question question, CancellationToken over);
    }
}
