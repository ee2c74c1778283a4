using System;
using Migrayt.Interop;
using Newtonsoft.Json.Linq;

namespace Migrayt
{
    /// <summary>The native library behind this package. It is loaded once for a process.</summary>
    /// <remarks>
    /// Unless <see cref="Load"/> was called, the first use loads it: from the file that the environment
    /// names as <c>MIGRAYT_LIBRARY</c>, or else from beside the program, from the folder
    /// <c>runtimes</c> of packages, or from where the system looks for libraries. One whose
    /// <c>migrayt_abi_version</c> is another than <see cref="AbiVersion"/> is refused with a
    /// <see cref="MisuseException"/>. All of this is for any thread.
    /// </remarks>
    public static class Library
    {
        /// <summary>The version of the ABI that this package was written for.</summary>
        public static int AbiVersion
        {
            get { return (int)Abi.Version; }
        }

        /// <summary>Loads the library from a file, before anything else of this package is used.</summary>
        /// <exception cref="DllNotFoundException">It cannot be loaded from there.</exception>
        /// <exception cref="InvalidOperationException">It is loaded already.</exception>
        /// <exception cref="MisuseException">It is of another version of the ABI.</exception>
        public static void Load(string file)
        {
            if (file == null)
            {
                throw new ArgumentNullException(nameof(file));
            }
            Native.Load(file);
        }

        /// <summary>
        /// What the library is: <c>version</c>, <c>abi</c>, <c>features</c>, <c>jobs</c>, <c>os</c> and
        /// <c>arch</c>.
        /// </summary>
        public static JObject About()
        {
            Bytes about;
            IntPtr error;
            Caught.Check(Native.Functions.About(out about, out error), error);
            return Json.Read(about.Text());
        }
    }
}
