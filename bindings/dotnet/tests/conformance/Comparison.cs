using System;
using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>Whether what is found is what is expected, which may be less.</summary>
    internal static class Comparison
    {
        internal static void Check(JToken expected, JToken found, string what)
        {
            if (expected != null && !Matches(expected, found))
            {
                throw new Failed(string.Format("{0}: expected {1}, found {2}", what, Shown(expected), Shown(found)));
            }
        }

        internal static bool Matches(JToken expected, JToken found)
        {
            switch (expected.Type)
            {
                case JTokenType.Null:
                    return IsNull(found);
                case JTokenType.Object:
                    return MatchesFields((JObject)expected, found);
                case JTokenType.Array:
                    var list = found as JArray;
                    return list != null && list.Count == expected.Count()
                        && expected.Zip(list, Matches).All(same => same);
                case JTokenType.Integer:
                case JTokenType.Float:
                    return IsNumber(found) && (double)expected == (double)found;
                default:
                    return !IsNull(found) && expected.Type == found.Type && JToken.DeepEquals(expected, found);
            }
        }

        private static bool MatchesFields(JObject expected, JToken found)
        {
            var first = expected.Properties().FirstOrDefault();
            if (expected.Count == 1 && first.Name.StartsWith("$", StringComparison.Ordinal))
            {
                return MatchesRule(first.Name, first.Value, found);
            }
            var fields = found as JObject;
            return fields != null && expected.Properties().All(field => Matches(field.Value, fields[field.Name]));
        }

        private static bool MatchesRule(string rule, JToken value, JToken found)
        {
            switch (rule)
            {
                case "$type":
                    return !IsNull(found) && TypeOf(found) == (string)value;
                case "$gte":
                    return IsNumber(found) && (double)found >= (double)value;
                case "$contains":
                    return IsText(found) && ((string)found).Contains((string)value);
                case "$lacks":
                    return IsText(found) && !((string)found).Contains((string)value);
                case "$includes":
                    return found is JArray && found.Any(member => Matches(value, member));
                default:
                    throw new Failed("there is no rule " + rule);
            }
        }

        private static string TypeOf(JToken found)
        {
            return IsNumber(found) ? "number" : found.Type.ToString().ToLowerInvariant();
        }

        private static bool IsNull(JToken found)
        {
            return found == null || found.Type == JTokenType.Null;
        }

        private static bool IsNumber(JToken found)
        {
            return found != null && (found.Type == JTokenType.Integer || found.Type == JTokenType.Float);
        }

        private static bool IsText(JToken found)
        {
            return found != null && found.Type == JTokenType.String;
        }

        private static string Shown(JToken value)
        {
            var text = value == null ? "nothing" : value.ToString(Formatting.None);
            return text.Length > 600 ? text.Substring(0, 600) + "..." : text;
        }
    }
}
