using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>Knows whose tokens are whose.</summary>
    internal sealed class DirectoryDouble : DirectoryPort
    {
        private readonly JObject tokens;

        internal DirectoryDouble(JObject tokens)
        {
            this.tokens = tokens;
        }

        public override Task<Answer> LookUpAsync(Question question, CancellationToken over)
        {
            return Task.FromResult<Answer>(tokens[Encoding.UTF8.GetString(question.Bytes)]);
        }
    }

    /// <summary>Has a secret for whatever is wanted.</summary>
    internal sealed class PromptDouble : PromptPort
    {
        private readonly JObject secrets;

        internal PromptDouble(JObject secrets)
        {
            this.secrets = secrets;
        }

        public override Task<Answer> AskAsync(Question question, CancellationToken over)
        {
            var secret = (string)secrets[(string)question.Arguments["wanted"]];
            if (secret == null)
            {
                throw new HostException(ErrorKind.NotFound);
            }
            return Task.FromResult(new Answer(null, Encoding.UTF8.GetBytes(secret)));
        }
    }
}
