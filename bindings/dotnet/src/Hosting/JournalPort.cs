using System.Threading;
using System.Threading.Tasks;

namespace Migrayt
{
    /// <summary>A table of texts for each tenant, in which plans and runs are kept.</summary>
    /// <remarks>
    /// There is a method for each question of the port <c>journal</c>; the page
    /// <c>docs/embedding/host-journal.md</c> shows its arguments and its value. Each may be called by
    /// any thread, several at once, and throws a <see cref="HostException"/> in place of an answer.
    /// </remarks>
    public abstract class JournalPort : IPort
    {
        /// <inheritdoc cref="IPort.AnswerAsync"/>
        public Task<Answer> AnswerAsync(Question question, CancellationToken over)
        {
            switch (question.Method)
            {
                case "describe": return DescribeAsync(question, over);
                case "get": return GetAsync(question, over);
                case "scan": return ScanAsync(question, over);
                case "commit": return CommitAsync(question, over);
                default: return Unsupported.Answer(question);
            }
        }

        /// <summary>Whether it is durable; its key of 32 bytes is the answer's bytes.</summary>
        public abstract Task<Answer> DescribeAsync(Question question, CancellationToken over);

        /// <summary>The values of some keys, in their order, all of one moment.</summary>
        public abstract Task<Answer> GetAsync(Question question, CancellationToken over);

        /// <summary>The first rows between two keys, by the order of their bytes.</summary>
        public abstract Task<Answer> ScanAsync(Question question, CancellationToken over);

        /// <summary>Writes all or nothing, if the rows that it checks are as it says.</summary>
        public abstract Task<Answer> CommitAsync(Question question, CancellationToken over);
    }
}
