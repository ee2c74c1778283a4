using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Migrayt.Interop;

namespace Migrayt.Tests
{
    /// <summary>That nothing in the header is missing here, or has another number.</summary>
    internal static class HeaderTests
    {
        public static void EveryNumberOfTheHeaderIsKnown()
        {
            var known = new Dictionary<string, int>
            {
                ["ABIVERSION"] = (int)Abi.Version, ["OK"] = Abi.Ok, ["WAITING"] = Abi.Waiting, ["END"] = Abi.End,
            };
            Add<ErrorKind>(known);
            Add<EventKind>(known);
            var header = InHeader(@"^#define MIGRAYT_(\w+) (-?\d+)");
            Check.Same(known.Count, header.Count, "numbers");
            foreach (Match define in header)
            {
                var name = define.Groups[1].Value.Replace("_", "");
                Check.That(known.ContainsKey(name), name + " is not known");
                Check.Same(int.Parse(define.Groups[2].Value), known[name], name);
            }
        }

        public static void EveryFunctionOfTheHeaderIsBound()
        {
            var header = InHeader(@"^\w.*\bmigrayt_(\w+)\(").Cast<Match>();
            var named = header.Select(found => found.Groups[1].Value.Replace("_", "").ToUpperInvariant());
            var fields = typeof(Functions).GetFields(BindingFlags.Instance | BindingFlags.NonPublic);
            var bound = fields.Select(field => field.Name.ToUpperInvariant());
            Check.Same(Sorted(named), Sorted(bound));
        }

        private static MatchCollection InHeader(string pattern)
        {
            return Regex.Matches(File.ReadAllText(Program.Header), pattern, RegexOptions.Multiline);
        }

        private static string Sorted(IEnumerable<string> names)
        {
            return string.Join(" ", names.OrderBy(name => name, StringComparer.Ordinal));
        }

        private static void Add<T>(Dictionary<string, int> known)
        {
            foreach (var value in Enum.GetValues(typeof(T)))
            {
                known[value.ToString().ToUpperInvariant()] = (int)value;
            }
        }
    }
}
