using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>Runs the cases that the bindings of all languages pass.</summary>
    internal static class Program
    {
        private static int Main(string[] arguments)
        {
            if (arguments.Length == 2 && arguments[0] == "--child")
            {
                return Child.Be(arguments[1]);
            }
            var one = arguments.Length == 3 && arguments[1] == "--only" ? arguments[2] : null;
            if (arguments.Length != 1 && one == null)
            {
                Console.Error.WriteLine("usage: runner CASES [--only NAME] | runner --child FILE");
                return 2;
            }
            return RunAll(arguments[0], one) ? 0 : 1;
        }

        private static bool RunAll(string file, string one)
        {
            var cases = Interop.Json.Read(File.ReadAllText(file))["cases"].Children<JObject>();
            var told = Interop.Json.Read(File.ReadAllText(Path.Combine(Path.GetDirectoryName(file), "host.json")));
            int passed = 0, failed = 0;
            foreach (var wanted in cases.Where(known => one == null || (string)known["name"] == one))
            {
                var name = (string)wanted["name"];
                var why = Why(wanted, told);
                passed += why == null ? 1 : 0;
                failed += why == null ? 0 : 1;
                Console.WriteLine(why == null ? "ok " + name : "FAILED " + name + ": " + why);
                Console.Out.Flush();
            }
            Console.WriteLine("{0} passed, {1} failed", passed, failed);
            return failed == 0 && passed > 0;
        }

        /// <summary>Why a case failed; null if it passed.</summary>
        private static string Why(JObject wanted, JObject told)
        {
            using (var run = new Case(told, new Variables(new Dictionary<string, JToken>())))
            {
                return run.Carry(wanted["steps"].Children<JObject>());
            }
        }
    }
}
