using Newtonsoft.Json.Linq;

namespace Migrayt
{
    /// <summary>A question of the engine to one of the host's ports. It may hold content and secrets.</summary>
    public sealed class Question
    {
        internal Question(RunEvent asked)
        {
            Port = (string)asked.Json["port"] ?? "";
            Method = (string)asked.Json["method"] ?? "";
            Arguments = asked.Json["arguments"] as JObject ?? new JObject();
            Bytes = asked.Bytes;
        }

        /// <summary>The port: <c>source</c>, <c>target</c>, <c>journal</c>, <c>vault</c>, ...</summary>
        public string Port { get; }

        /// <summary>The question's name, <c>read</c> say.</summary>
        public string Method { get; }

        /// <summary>What the question's page shows as its arguments.</summary>
        public JObject Arguments { get; }

        /// <summary>Bytes that go with it: a piece of a file, a secret. None is an empty array.</summary>
        public byte[] Bytes { get; }
    }
}
