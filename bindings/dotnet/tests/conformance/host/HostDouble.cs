using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>A host that answers from memory, as a case wants it.</summary>
    internal sealed class HostDouble
    {
        private readonly JObject told;
        private readonly JObject with;
        private TargetDouble target;
        private VaultDouble vault;

        internal HostDouble(JObject told, JObject with)
        {
            this.told = told;
            this.with = with;
            Host = new Host { Conformance = new Emptied(this) };
            MakeTarget();
            MakeVault();
            if (with["source"] != null)
            {
                var settings = (JObject)with["source"];
                Host.Source = Troubled((bool?)settings["silent"] == true
                    ? (IPort)new SilentPort() : new SourceDouble((JObject)told["source"], settings));
            }
            Host.Journal = Troubled(with["journal"] == null ? null : new JournalDouble((string)told["journal"]["key"]));
            Host.Directory = Troubled(with["directory"] == null ? null : new DirectoryDouble((JObject)told["directory"]));
            Host.Prompt = Troubled(with["prompt"] == null ? null : new PromptDouble((JObject)with["prompt"]));
        }

        internal Host Host { get; }

        /// <summary>What every question is answered with from now on, if there is something.</summary>
        internal JObject Trouble { get; set; }

        internal JObject Counted()
        {
            return target.Counted();
        }

        private void MakeTarget()
        {
            target = with["target"] == null ? null : new TargetDouble((JObject)told["target"], (JObject)with["target"]);
            Host.Target = Troubled(target);
        }

        private void MakeVault()
        {
            vault = with["vault"] == null ? null : new VaultDouble();
            Host.Vault = Troubled(vault);
        }

        private IPort Troubled(IPort port)
        {
            return new TroubledPort(this, port);
        }

        private sealed class Emptied : ConformancePort
        {
            private readonly HostDouble host;

            internal Emptied(HostDouble host)
            {
                this.host = host;
            }

            public override Task<Answer> EmptyAsync(Question question, CancellationToken over)
            {
                if ((string)question.Arguments["port"] == "target")
                {
                    host.MakeTarget();
                }
                else
                {
                    host.MakeVault();
                }
                return Task.FromResult(Answer.Nothing);
            }
        }
    }
}
