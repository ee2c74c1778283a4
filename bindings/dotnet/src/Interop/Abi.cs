using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Migrayt.Interop
{
    /// <summary>The numbers of the header that this binding was written for.</summary>
    internal static class Abi
    {
        internal const uint Version = 1;

        internal const int Ok = 0;
        internal const int Waiting = -1;
        internal const int End = -2;

        /// <summary>Refuses a library of another version, before anything else of it is called.</summary>
        internal static void Check(uint found)
        {
            if (found == Version)
            {
                return;
            }
            var words = string.Format(
                CultureInfo.InvariantCulture,
                "the library has version {0} of the ABI, and this package was written for {1}",
                found, Version);
            throw MigraytException.Of(new Failure
            {
                Code = (int)ErrorKind.Misuse,
                Message = words,
                Help = "use the package and the library of one release",
                Context = new JObject { ["library"] = found, ["package"] = Version },
            });
        }
    }
}
