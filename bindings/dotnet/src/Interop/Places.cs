using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;

namespace Migrayt.Interop
{
    /// <summary>Where the library is looked for.</summary>
    internal static class Places
    {
        /// <summary>Names the file, and is the only place then.</summary>
        internal const string Variable = "MIGRAYT_LIBRARY";

        internal static IEnumerable<string> All()
        {
            var named = Environment.GetEnvironmentVariable(Variable);
            return string.IsNullOrEmpty(named) ? Usual() : new[] { named };
        }

        /// <summary>Beside the program, where packages are unpacked, and where the system looks.</summary>
        private static IEnumerable<string> Usual()
        {
            var name = Loader.Windows ? "migrayt.dll" : Loader.Mac ? "libmigrayt.dylib" : "libmigrayt.so";
            var own = AppContext.BaseDirectory;
            foreach (var folder in Folders(own))
            {
                var file = Path.Combine(folder, name);
                if (File.Exists(file))
                {
                    yield return file;
                }
            }
            yield return name;
        }

        private static IEnumerable<string> Folders(string own)
        {
            yield return own;
            yield return Path.Combine(own, "runtimes", Platform(), "native");
            // The host of .NET tells here in which folders of packages native files are.
            var told = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string;
            foreach (var folder in (told ?? "").Split(Path.PathSeparator))
            {
                if (folder.Length > 0)
                {
                    yield return folder;
                }
            }
        }

        private static string Platform()
        {
            var system = Loader.Windows ? "win" : Loader.Mac ? "osx" : "linux";
            var processor = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
            return system + "-" + processor;
        }
    }
}
