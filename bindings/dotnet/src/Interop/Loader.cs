using System;
using System.Runtime.InteropServices;

namespace Migrayt.Interop
{
    /// <summary>Opens one library with the system's own loader, and finds functions in it.</summary>
    internal sealed class Loader
    {
        /// <summary>All of it is bound now, and its names are seen by nobody else.</summary>
        private const int NowAndLocal = 2;

        private readonly string name;
        private readonly IntPtr library;

        private Loader(string name, IntPtr library)
        {
            this.name = name;
            this.library = library;
        }

        /// <summary>Opens a file, or whatever the system finds under a name; null if it does not.</summary>
        internal static Loader Open(string name)
        {
            var found = Windows ? LoadLibrary(name) : Mac ? MacOpen(name, NowAndLocal) : Open(name, NowAndLocal);
            return found == IntPtr.Zero ? null : new Loader(name, found);
        }

        internal T Bind<T>(string function) where T : class
        {
            var found = Windows ? GetProcAddress(library, function)
                : Mac ? MacSymbol(library, function) : Symbol(library, function);
            if (found == IntPtr.Zero)
            {
                throw new EntryPointNotFoundException(name + " has no " + function);
            }
            return Marshal.GetDelegateForFunctionPointer<T>(found);
        }

        internal static bool Windows
        {
            get { return RuntimeInformation.IsOSPlatform(OSPlatform.Windows); }
        }

        internal static bool Mac
        {
            get { return RuntimeInformation.IsOSPlatform(OSPlatform.OSX); }
        }

        [DllImport("libdl.so.2", EntryPoint = "dlopen")]
        private static extern IntPtr Open(string name, int flags);

        [DllImport("libdl.so.2", EntryPoint = "dlsym")]
        private static extern IntPtr Symbol(IntPtr library, string name);

        [DllImport("libSystem.dylib", EntryPoint = "dlopen")]
        private static extern IntPtr MacOpen(string name, int flags);

        [DllImport("libSystem.dylib", EntryPoint = "dlsym")]
        private static extern IntPtr MacSymbol(IntPtr library, string name);

        [DllImport("kernel32", EntryPoint = "LoadLibraryW", CharSet = CharSet.Unicode)]
        private static extern IntPtr LoadLibrary(string name);

        [DllImport("kernel32", CharSet = CharSet.Ansi, BestFitMapping = false)]
        private static extern IntPtr GetProcAddress(IntPtr library, string name);
    }
}
