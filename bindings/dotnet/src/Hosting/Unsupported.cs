using System.Threading.Tasks;

namespace Migrayt
{
    /// <summary>The answer to a question that a port does not know.</summary>
    internal static class Unsupported
    {
        internal static Task<Answer> Answer(Question question)
        {
            var words = "the host does not answer " + question.Port + "." + question.Method;
            // Nothing was done, whatever was asked.
            return Task.FromException<Answer>(
                new HostException(ErrorKind.Unsupported, words) { Effect = Effect.None });
        }
    }
}
