using System.Collections.Generic;
using System.Linq;
using Migrayt.Interop;
using Newtonsoft.Json.Linq;

namespace Migrayt
{
    /// <summary>What an error says, read out of the library's memory.</summary>
    internal sealed class Failure
    {
        internal int Code;
        internal Retry Retry;
        internal ulong RetryAfterMs;
        internal Effect Effect;
        internal string Message;
        internal string Help;
        internal JObject Context = new JObject();
        internal IReadOnlyList<string> Causes = new string[0];

        internal static Failure Of(ErrorView view)
        {
            var json = Json.Read(view.Json.Text());
            var causes = json["causes"] as JArray ?? new JArray();
            return new Failure
            {
                Code = view.Code,
                // What a newer library adds is no reason to ask again, nor to take nothing for done.
                Retry = view.Retry == 1 || view.Retry == 2 ? (Retry)view.Retry : Retry.Never,
                RetryAfterMs = view.RetryAfterMs,
                Effect = view.Effect == 0 ? Effect.None : Effect.Unknown,
                Message = view.Message.Text(),
                Help = (string)json["help"],
                Context = json["context"] as JObject ?? new JObject(),
                Causes = causes.Select(cause => (string)cause).ToArray(),
            };
        }
    }
}
