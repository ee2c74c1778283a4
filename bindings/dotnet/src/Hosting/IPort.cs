using System.Threading;
using System.Threading.Tasks;

namespace Migrayt
{
    /// <summary>Answers the questions of one port of the engine.</summary>
    /// <remarks>
    /// Several questions may be open at once, and are asked by any thread. The classes
    /// <see cref="SourcePort"/>, <see cref="TargetPort"/>, <see cref="JournalPort"/>,
    /// <see cref="VaultPort"/>, <see cref="DirectoryPort"/>, <see cref="PromptPort"/>,
    /// <see cref="ConsentPort"/> and <see cref="ConformancePort"/> have a method for each question.
    /// </remarks>
    public interface IPort
    {
        /// <summary>Answers a question, or throws: see <see cref="HostException"/>.</summary>
        /// <param name="question">What is asked.</param>
        /// <param name="over">Is cancelled when nobody waits for answers any more.</param>
        Task<Answer> AnswerAsync(Question question, CancellationToken over);
    }
}
