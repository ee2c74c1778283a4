using System.Threading;
using System.Threading.Tasks;

namespace Migrayt
{
    /// <summary>Secrets of each tenant, by name.</summary>
    /// <remarks>
    /// There is a method for each question of the port <c>vault</c>; the page
    /// <c>docs/embedding/host-vault.md</c> shows its arguments and its value. Each may be called by any
    /// thread, several at once, and throws a <see cref="HostException"/> in place of an answer.
    /// </remarks>
    public abstract class VaultPort : IPort
    {
        /// <inheritdoc cref="IPort.AnswerAsync"/>
        public Task<Answer> AnswerAsync(Question question, CancellationToken over)
        {
            switch (question.Method)
            {
                case "describe": return DescribeAsync(question, over);
                case "put": return PutAsync(question, over);
                case "hold": return HoldAsync(question, over);
                case "rotate": return RotateAsync(question, over);
                case "stage": return StageAsync(question, over);
                case "promote": return PromoteAsync(question, over);
                case "destroy": return DestroyAsync(question, over);
                case "names": return NamesAsync(question, over);
                default: return Unsupported.Answer(question);
            }
        }

        /// <summary>Whether it is durable and shared.</summary>
        public abstract Task<Answer> DescribeAsync(Question question, CancellationToken over);

        /// <summary>Keeps a value, the question's bytes, if there is none.</summary>
        public abstract Task<Answer> PutAsync(Question question, CancellationToken over);

        /// <summary>Lends a value, in the answer's bytes, with its version.</summary>
        public abstract Task<Answer> HoldAsync(Question question, CancellationToken over);

        /// <summary>Replaces the value of a version.</summary>
        public abstract Task<Answer> RotateAsync(Question question, CancellationToken over);

        /// <summary>Keeps a value beside the current one.</summary>
        public abstract Task<Answer> StageAsync(Question question, CancellationToken over);

        /// <summary>Makes the value that is staged the current one.</summary>
        public abstract Task<Answer> PromoteAsync(Question question, CancellationToken over);

        /// <summary>Ends a secret, with what is staged.</summary>
        public abstract Task<Answer> DestroyAsync(Question question, CancellationToken over);

        /// <summary>The names of a tenant's secrets.</summary>
        public abstract Task<Answer> NamesAsync(Question question, CancellationToken over);
    }
}
