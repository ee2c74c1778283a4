using System;
using System.IO;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    internal sealed partial class Case
    {
        private void MakeFolder(JObject step)
        {
            var folder = Path.Combine(Path.GetTempPath(), "migrayt-case-" + Guid.NewGuid().ToString("N"));
            Directory.CreateDirectory(folder);
            folders.Add(folder);
            variables[Name(step, "as")] = folder;
        }

        private static void Replace(JObject step)
        {
            var file = Name(step, "file");
            var text = File.ReadAllText(file);
            var from = Name(step, "from");
            var place = text.IndexOf(from, StringComparison.Ordinal);
            if (place < 0)
            {
                throw new Failed("the text is not in the file");
            }
            File.WriteAllText(file, text.Substring(0, place) + Name(step, "to") + text.Substring(place + from.Length));
        }

        private static void Say(JObject step)
        {
            Console.WriteLine(Name(step, "line"));
            Console.Out.Flush();
        }
    }
}
