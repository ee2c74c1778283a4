using System;
using System.Linq;
using System.Xml;
using Migrayt.Interop;

namespace Migrayt.Tests
{
    internal static class LoadingTests
    {
        public static void ALibraryOfAnotherVersionIsRefused()
        {
            var error = Check.Throws<MisuseException>(() => Abi.Check(Abi.Version + 1));
            Check.Same(Abi.Version + 1, (uint)error.Context["library"]);
            Abi.Check(Abi.Version);
        }

        public static void WhatCannotBeLoadedIsTold()
        {
            var error = Check.Throws<DllNotFoundException>(() => Native.Find("/no/such/library.so"));
            Check.That(error.Message.Contains("/no/such/library.so"), "the message names the file");
        }

        public static void AnotherLibraryIsNotTakenForThisOne()
        {
            var other = Loader.Open("libc.so.6");
            Check.That(other != null, "every Linux has it");
            Check.Throws<EntryPointNotFoundException>(() => new Functions(other));
        }

        public static void ALibraryIsLoadedOnce()
        {
            Check.Same((int)Library.About()["abi"], Library.AbiVersion);
            Check.Throws<InvalidOperationException>(() => Library.Load("/no/such/library.so"));
            Check.Throws<ArgumentNullException>(() => Library.Load(null));
        }

        public static void WhatTheEnvironmentNamesIsTheOnlyPlace()
        {
            var before = Environment.GetEnvironmentVariable(Places.Variable);
            try
            {
                Environment.SetEnvironmentVariable(Places.Variable, "/a/library.so");
                Check.Same("/a/library.so", Places.All().Single());
                Environment.SetEnvironmentVariable(Places.Variable, "");
                Check.Same("libmigrayt.so", Places.All().Last());
            }
            finally
            {
                Environment.SetEnvironmentVariable(Places.Variable, before);
            }
        }

        public static void ThePackageHasOneVersion()
        {
            var project = new XmlDocument();
            project.Load(Program.Project);
            var own = typeof(Engine).Assembly.GetName().Version;
            Check.Same(project.SelectSingleNode("//Version").InnerText + ".0", own.ToString());
        }
    }
}
