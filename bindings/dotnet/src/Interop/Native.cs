using System;
using System.Collections.Generic;

namespace Migrayt.Interop
{
    /// <summary>The library of this process, which is loaded once and stays.</summary>
    internal static class Native
    {
        private static readonly object Gate = new object();
        private static volatile Functions functions;

        /// <summary>The functions; they are looked for in the usual places if nobody loaded them yet.</summary>
        internal static Functions Functions
        {
            get { return functions ?? Load(null); }
        }

        /// <summary>Loads a file, or what is found in the usual places if there is none.</summary>
        internal static Functions Load(string file)
        {
            lock (Gate)
            {
                if (functions != null)
                {
                    if (file != null)
                    {
                        throw new InvalidOperationException("the library is loaded already");
                    }
                    return functions;
                }
                functions = new Functions(Find(file));
                return functions;
            }
        }

        internal static Loader Find(string file)
        {
            var tried = new List<string>();
            foreach (var candidate in file == null ? Places.All() : new[] { file })
            {
                var found = Loader.Open(candidate);
                if (found != null)
                {
                    return found;
                }
                tried.Add(candidate);
            }
            throw new DllNotFoundException(
                "the library of Migrayt cannot be loaded from " + string.Join(", ", tried)
                + "; the environment can name its file in " + Places.Variable);
        }
    }
}
