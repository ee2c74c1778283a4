using System.Threading;
using System.Threading.Tasks;

namespace Migrayt
{
    /// <summary>Items are written to it.</summary>
    /// <remarks>
    /// There is a method for each question of the port <c>target</c>; the page
    /// <c>docs/embedding/host-target.md</c> shows its arguments and its value. Each may be called by
    /// any thread, several at once, and throws a <see cref="HostException"/> in place of an answer. A
    /// question that is not overridden is unsupported.
    /// </remarks>
    public abstract class TargetPort : IPort
    {
        /// <inheritdoc cref="IPort.AnswerAsync"/>
        public Task<Answer> AnswerAsync(Question question, CancellationToken over)
        {
            switch (question.Method)
            {
                case "describe": return DescribeAsync(question, over);
                case "catalog": return CatalogAsync(question, over);
                case "high_water": return HighWaterAsync(question, over);
                case "apply": return ApplyAsync(question, over);
                case "read_back": return ReadBackAsync(question, over);
                case "sweep": return SweepAsync(question, over);
                case "attach_begin": return AttachBeginAsync(question, over);
                case "attach_piece": return AttachPieceAsync(question, over);
                case "attach_end": return AttachEndAsync(question, over);
                case "attach_abort": return AttachAbortAsync(question, over);
                case "properties": return PropertiesAsync(question, over);
                case "prepare": return PrepareAsync(question, over);
                case "finish": return FinishAsync(question, over);
                case "open": return OpenAsync(question, over);
                case "pull": return PullAsync(question, over);
                case "close": return CloseAsync(question, over);
                default: return Unsupported.Answer(question);
            }
        }

        /// <summary>What the target is.</summary>
        public abstract Task<Answer> DescribeAsync(Question question, CancellationToken over);

        /// <summary>Its types, fields, states, people and limits.</summary>
        public abstract Task<Answer> CatalogAsync(Question question, CancellationToken over);

        /// <summary>The newest item's place.</summary>
        public abstract Task<Answer> HighWaterAsync(Question question, CancellationToken over);

        /// <summary>Carries out orders, and gives one result for each.</summary>
        public abstract Task<Answer> ApplyAsync(Question question, CancellationToken over);

        /// <summary>Items as they stand.</summary>
        public abstract Task<Answer> ReadBackAsync(Question question, CancellationToken over);

        /// <summary>Every item that carries a marker, a page at a time.</summary>
        public abstract Task<Answer> SweepAsync(Question question, CancellationToken over);

        /// <summary>Begins a file.</summary>
        public virtual Task<Answer> AttachBeginAsync(Question question, CancellationToken over)
        {
            return Unsupported.Answer(question);
        }

        /// <summary>Takes the next piece of a file, in the question's bytes.</summary>
        public virtual Task<Answer> AttachPieceAsync(Question question, CancellationToken over)
        {
            return Unsupported.Answer(question);
        }

        /// <summary>Lets a file stand.</summary>
        public virtual Task<Answer> AttachEndAsync(Question question, CancellationToken over)
        {
            return Unsupported.Answer(question);
        }

        /// <summary>Gives a file up.</summary>
        public virtual Task<Answer> AttachAbortAsync(Question question, CancellationToken over)
        {
            return Unsupported.Answer(question);
        }

        /// <summary>Properties of items.</summary>
        public virtual Task<Answer> PropertiesAsync(Question question, CancellationToken over)
        {
            return Unsupported.Answer(question);
        }

        /// <summary>Makes components, versions and sprints.</summary>
        public virtual Task<Answer> PrepareAsync(Question question, CancellationToken over)
        {
            return Unsupported.Answer(question);
        }

        /// <summary>Starts and closes sprints.</summary>
        public virtual Task<Answer> FinishAsync(Question question, CancellationToken over)
        {
            return Unsupported.Answer(question);
        }

        /// <summary>Begins to read a file that stands.</summary>
        public virtual Task<Answer> OpenAsync(Question question, CancellationToken over)
        {
            return Unsupported.Answer(question);
        }

        /// <summary>The next piece of it, in the answer's bytes.</summary>
        public virtual Task<Answer> PullAsync(Question question, CancellationToken over)
        {
            return Unsupported.Answer(question);
        }

        /// <summary>Gives it up.</summary>
        public virtual Task<Answer> CloseAsync(Question question, CancellationToken over)
        {
            return Unsupported.Answer(question);
        }
    }
}
