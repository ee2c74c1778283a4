using System.Linq;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>Components, versions and sprints: those that are told, and those that were prepared.</summary>
    internal sealed class TargetNodes
    {
        private readonly JArray all;
        private readonly TargetItems items;

        internal TargetNodes(JArray told, TargetItems items)
        {
            all = (JArray)told.DeepClone();
            this.items = items;
        }

        internal JArray All
        {
            get { return (JArray)all.DeepClone(); }
        }

        internal JObject Prepare(JArray wanted)
        {
            return new JObject { ["results"] = new JArray(wanted.Select(each => Made((JObject)each))) };
        }

        private JObject Made(JObject wanted)
        {
            var node = all.FirstOrDefault(other =>
                (string)other["kind"] == (string)wanted["kind"] && (string)other["name"] == (string)wanted["name"]);
            var existed = node != null;
            if (!existed)
            {
                node = wanted.DeepClone();
                node["id"] = items.NewNumber().ToString();
                all.Add(node);
            }
            return new JObject { ["ok"] = new JObject { ["id"] = node["id"], ["existed"] = existed } };
        }
    }
}
