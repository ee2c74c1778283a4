using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>What steps keep under names, and the texts that hold such names.</summary>
    internal sealed class Variables
    {
        private static readonly Regex Name =
            new Regex(@"\$(?<name>[a-z_][a-z0-9_]*)(\.(?<field>[a-z_][a-z0-9_]*))?", RegexOptions.IgnoreCase);

        private readonly Dictionary<string, JToken> values;

        internal Variables(Dictionary<string, JToken> values)
        {
            this.values = values;
        }

        internal JToken this[string name]
        {
            get { return values[name]; }
            set { values[name] = value; }
        }

        internal JObject All
        {
            get { return new JObject(values.Select(pair => new JProperty(pair.Key, pair.Value))); }
        }

        /// <summary>The same with the values in the places of their names.</summary>
        internal JToken In(JToken value)
        {
            var fields = value as JObject;
            if (fields != null)
            {
                return new JObject(fields.Properties().Select(field => new JProperty(field.Name, In(field.Value))));
            }
            var list = value as JArray;
            if (list != null)
            {
                return new JArray(list.Select(In));
            }
            return value != null && value.Type == JTokenType.String ? In((string)value) : value;
        }

        private JToken In(string text)
        {
            var whole = Name.Match(text);
            if (whole.Success && whole.Length == text.Length)
            {
                return Of(whole).DeepClone();
            }
            return Name.Replace(text, found => (string)Of(found));
        }

        private JToken Of(Match found)
        {
            var name = found.Groups["name"].Value;
            JToken value;
            if (!values.TryGetValue(name, out value))
            {
                throw new Failed("nothing was kept as " + name);
            }
            var field = found.Groups["field"];
            return field.Success ? value[field.Value] : value;
        }
    }
}
