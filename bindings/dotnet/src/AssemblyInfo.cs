using System.Reflection;
using System.Runtime.CompilerServices;

[assembly: AssemblyTitle("Migrayt")]
[assembly: AssemblyDescription("Moves work items between trackers.")]
[assembly: AssemblyCompany("The Migrayt developers")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
[assembly: AssemblyInformationalVersion("0.1.0")]
[assembly: InternalsVisibleTo("Migrayt.Tests")]
[assembly: InternalsVisibleTo("Migrayt.Conformance")]
