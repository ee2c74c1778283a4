using System.Threading;
using System.Threading.Tasks;

namespace Migrayt
{
    /// <summary>Prepares a host for the engine's suites.</summary>
    /// <remarks>
    /// There is a method for each question of the port <c>conformance</c>; the page
    /// <c>docs/embedding/jobs.md</c> shows its arguments and its value. Each may be called by any
    /// thread, several at once, and throws a <see cref="HostException"/> in place of an answer.
    /// </remarks>
    public abstract class ConformancePort : IPort
    {
        /// <inheritdoc cref="IPort.AnswerAsync"/>
        public Task<Answer> AnswerAsync(Question question, CancellationToken over)
        {
            switch (question.Method)
            {
                case "empty": return EmptyAsync(question, over);
                default: return Unsupported.Answer(question);
            }
        }

        /// <summary>Makes a port anew that holds nothing.</summary>
        public abstract Task<Answer> EmptyAsync(Question question, CancellationToken over);
    }
}
