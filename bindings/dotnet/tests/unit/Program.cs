using System;
using System.Linq;
using System.Reflection;

namespace Migrayt.Tests
{
    /// <summary>
    /// Runs every public method of the classes whose names end in <c>Tests</c>. A runner of fifty lines
    /// works on every runtime without a package of its own for each of them.
    /// </summary>
    internal static class Program
    {
        /// <summary>The header that this package was written for.</summary>
        internal static string Header { get; private set; }

        /// <summary>The project file of the package.</summary>
        internal static string Project { get; private set; }

        private static int Main(string[] arguments)
        {
            if (arguments.Length != 2)
            {
                Console.Error.WriteLine("usage: Migrayt.Tests HEADER PROJECT");
                return 2;
            }
            Header = arguments[0];
            Project = arguments[1];
            var tests = from kind in typeof(Program).Assembly.GetTypes()
                where kind.Name.EndsWith("Tests", StringComparison.Ordinal)
                from method in kind.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
                select method;
            int passed = 0, failed = 0;
            foreach (var test in tests)
            {
                var why = Why(test);
                passed += why == null ? 1 : 0;
                failed += why == null ? 0 : 1;
                Console.WriteLine(why == null ? "ok " + test.Name : "FAILED " + test.Name + ": " + why);
            }
            Console.WriteLine("{0} passed, {1} failed", passed, failed);
            return failed == 0 && passed > 0 ? 0 : 1;
        }

        private static string Why(MethodInfo test)
        {
            try
            {
                test.Invoke(null, null);
                return null;
            }
            catch (TargetInvocationException error)
            {
                return error.InnerException.ToString();
            }
        }
    }
}
