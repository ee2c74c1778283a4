using System.Threading;
using System.Threading.Tasks;

namespace Migrayt
{
    /// <summary>Items are read from it.</summary>
    /// <remarks>
    /// There is a method for each question of the port <c>source</c>; the page
    /// <c>docs/embedding/host-source.md</c> shows its arguments and its value. Each may be called by
    /// any thread, several at once, and throws a <see cref="HostException"/> in place of an answer. A
    /// question that is not overridden is unsupported.
    /// </remarks>
    public abstract class SourcePort : IPort
    {
        /// <inheritdoc cref="IPort.AnswerAsync"/>
        public Task<Answer> AnswerAsync(Question question, CancellationToken over)
        {
            switch (question.Method)
            {
                case "describe": return DescribeAsync(question, over);
                case "catalog": return CatalogAsync(question, over);
                case "read": return ReadAsync(question, over);
                case "open": return OpenAsync(question, over);
                case "pull": return PullAsync(question, over);
                case "close": return CloseAsync(question, over);
                default: return Unsupported.Answer(question);
            }
        }

        /// <summary>What the source is.</summary>
        public abstract Task<Answer> DescribeAsync(Question question, CancellationToken over);

        /// <summary>Its types, fields, people and counts.</summary>
        public abstract Task<Answer> CatalogAsync(Question question, CancellationToken over);

        /// <summary>A page of items, or some items by their ids.</summary>
        public abstract Task<Answer> ReadAsync(Question question, CancellationToken over);

        /// <summary>Begins a file.</summary>
        public virtual Task<Answer> OpenAsync(Question question, CancellationToken over)
        {
            return Unsupported.Answer(question);
        }

        /// <summary>The next piece of a file, in the answer's bytes.</summary>
        public virtual Task<Answer> PullAsync(Question question, CancellationToken over)
        {
            return Unsupported.Answer(question);
        }

        /// <summary>Gives a file up that nobody reads on.</summary>
        public virtual Task<Answer> CloseAsync(Question question, CancellationToken over)
        {
            return Unsupported.Answer(question);
        }
    }
}
