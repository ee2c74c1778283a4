using System.Threading;
using System.Threading.Tasks;

namespace Migrayt
{
    /// <summary>Brings a person to a page where they consent, and back.</summary>
    /// <remarks>
    /// There is a method for each question of the port <c>consent</c>; the page
    /// <c>docs/embedding/jobs.md</c> shows its arguments and its value. Each may be called by any
    /// thread, several at once, and throws a <see cref="HostException"/> in place of an answer.
    /// </remarks>
    public abstract class ConsentPort : IPort
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

        /// <summary>The query with which the browser came back, in the answer's bytes.</summary>
        public abstract Task<Answer> AskAsync(Question question, CancellationToken over);
    }
}
