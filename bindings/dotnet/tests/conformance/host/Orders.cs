using System;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>Carries orders out, each for itself.</summary>
    internal sealed class Orders
    {
        private readonly TargetItems items;

        internal Orders(TargetItems items)
        {
            this.items = items;
        }

        /// <summary>What became of an order; one that is forgotten is answered as if it were carried out.</summary>
        internal JObject Result(JObject order, bool forgotten)
        {
            try
            {
                return new JObject { ["ok"] = forgotten ? Pretend(order) : CarryOut(order) };
            }
            catch (HostException error)
            {
                return new JObject { ["error"] = error.ToJson() };
            }
        }

        /// <summary>An item in which nothing is yet.</summary>
        internal static JObject Blank()
        {
            var lists = new[] { "comments", "attachments", "links", "remote_links", "worklogs", "watchers" };
            var item = new JObject(lists.Select(name => new JProperty(name, new JArray())));
            item["fields"] = new JObject();
            return item;
        }

        private JObject Pretend(JObject order)
        {
            var number = items.NewNumber();
            switch ((string)order["operation"])
            {
                case "create": return new JObject { ["target"] = TargetItems.Reference(number) };
                case "comment":
                case "worklog": return new JObject { ["part"] = number.ToString() };
                default: return new JObject();
            }
        }

        private JObject CarryOut(JObject order)
        {
            var payload = (JObject)order["payload"];
            if ((string)order["operation"] == "create")
            {
                return Create(order, payload);
            }
            var own = items.NumberOf(order["target"]);
            var item = items.At(own);
            switch ((string)order["operation"])
            {
                case "comment":
                    return AddPart((JArray)item["comments"], order, new JObject { ["body"] = payload["body"] });
                case "worklog": return AddPart((JArray)item["worklogs"], order, (JObject)payload.DeepClone());
                case "update":
                case "rewrite_body":
                case "sprint": Write((JObject)item["fields"], (JObject)payload["fields"]); break;
                case "transition": item["state"] = payload["to"]; break;
                case "watch": Watch((JArray)item["watchers"], payload["person"]["id"]); break;
                case "property": items.SetProperty(own, (string)payload["name"], payload["value"]); break;
                case "remote_link": ReplaceLink((JArray)item["remote_links"], payload); break;
                case "link": Link(own, items.NumberOf(payload["other"]), payload["link_type"]); break;
                case "rank": items.PlaceAfter(own, items.NumberOf(payload["after"])); break;
                default: throw new HostException(ErrorKind.Unsupported) { Effect = Effect.None };
            }
            return new JObject();
        }

        /// <summary>Marker and item are written at once.</summary>
        private JObject Create(JObject order, JObject payload)
        {
            if (payload["parent"] is JObject)
            {
                items.NumberOf(payload["parent"]);
            }
            var number = items.NewNumber();
            var item = Blank();
            item["target"] = TargetItems.Reference(number);
            item["marker"] = order["marker"];
            item["type"] = payload["type"];
            item["state"] = "Open";
            foreach (var kept in new[] { "parent", "fields", "history" }.Where(name => payload[name] != null))
            {
                item[kept] = payload[kept];
            }
            items.Add(number, item);
            return new JObject { ["target"] = TargetItems.Reference(number) };
        }

        private JObject AddPart(JArray list, JObject order, JObject part)
        {
            var id = items.NewNumber().ToString();
            part["id"] = id;
            part["marker"] = order["marker"];
            list.Add(part);
            return new JObject { ["part"] = id };
        }

        private static void Write(JObject fields, JObject changes)
        {
            foreach (var change in changes.Properties())
            {
                fields.Remove(change.Name);
                if (change.Value.Type != JTokenType.Null)
                {
                    fields[change.Name] = change.Value;
                }
            }
        }

        private static void Watch(JArray watchers, JToken person)
        {
            if (!watchers.Any(other => (string)other == (string)person))
            {
                watchers.Add(person);
            }
        }

        private static void ReplaceLink(JArray links, JObject link)
        {
            var same = links.FirstOrDefault(other => (string)other["global_id"] == (string)link["global_id"]);
            same?.Remove();
            links.Add(link);
        }

        /// <summary>Told at both its ends.</summary>
        private void Link(long one, long other, JToken type)
        {
            foreach (var end in new[] { Tuple.Create(one, other, true), Tuple.Create(other, one, false) })
            {
                ((JArray)items.At(end.Item1)["links"]).Add(new JObject
                {
                    ["link_type"] = type, ["other"] = TargetItems.Reference(end.Item2), ["outward"] = end.Item3,
                });
            }
        }
    }
}
