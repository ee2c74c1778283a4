using System.Threading;
using System.Threading.Tasks;

namespace Migrayt
{
    /// <summary>Knows whom a token belongs to.</summary>
    /// <remarks>
    /// There is a method for each question of the port <c>directory</c>; the page
    /// <c>docs/embedding/host-directory.md</c> shows its arguments and its value. Each may be called by
    /// any thread, several at once, and throws a <see cref="HostException"/> in place of an answer.
    /// </remarks>
    public abstract class DirectoryPort : IPort
    {
        /// <inheritdoc cref="IPort.AnswerAsync"/>
        public Task<Answer> AnswerAsync(Question question, CancellationToken over)
        {
            switch (question.Method)
            {
                case "look_up": return LookUpAsync(question, over);
                default: return Unsupported.Answer(question);
            }
        }

        /// <summary>Whose token the question's bytes are; null if nobody's.</summary>
        public abstract Task<Answer> LookUpAsync(Question question, CancellationToken over);
    }
}
