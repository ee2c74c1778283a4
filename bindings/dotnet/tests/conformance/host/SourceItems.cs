using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>The items of a source: those that are told, or made when they are asked for.</summary>
    internal sealed class SourceItems
    {
        private const long Megabyte = 1024 * 1024;

        private readonly List<JObject> listed;
        private readonly JObject generated;

        internal SourceItems(JObject told, JObject with)
        {
            generated = (JObject)told["generated"];
            BigFile = ((long?)with["file_mb"] ?? 0) * Megabyte;
            if (with["items"] == null)
            {
                listed = told["items"].Children<JObject>().OrderBy(item => int.Parse((string)item["id"])).ToList();
            }
            Count = (int?)with["items"] ?? listed.Count;
        }

        internal int Count { get; }

        /// <summary>How many bytes the first item's file has; 0 if there is none.</summary>
        internal long BigFile { get; }

        /// <summary>An item of an id; null if there is none.</summary>
        internal JObject Of(string id)
        {
            if (listed != null)
            {
                return listed.FirstOrDefault(item => (string)item["id"] == id);
            }
            int number;
            var whole = int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out number);
            return whole && number >= 1 && number <= Count ? Make(number) : null;
        }

        /// <summary>An item of a place in their order.</summary>
        internal JObject At(int place)
        {
            return listed == null ? Make(place + 1) : listed[place];
        }

        private JObject Make(int number)
        {
            var item = (JObject)generated.DeepClone();
            item["id"] = number.ToString(CultureInfo.InvariantCulture);
            item["title"] = (string)item["title"] + number.ToString(CultureInfo.InvariantCulture);
            if (number == 1 && BigFile > 0)
            {
                item["attachments"] = new JArray(new JObject { ["id"] = "big", ["name"] = "big", ["size"] = BigFile });
            }
            return item;
        }
    }
}
