using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>The items of a target, by the numbers that it gave them.</summary>
    internal sealed class TargetItems
    {
        /// <summary>Numbers are given upwards, so that the order of making is theirs.</summary>
        private readonly SortedDictionary<long, JObject> items = new SortedDictionary<long, JObject>();
        private readonly Dictionary<long, JObject> properties = new Dictionary<long, JObject>();
        private readonly List<long> backlog = new List<long>();

        internal TargetItems(bool forgets)
        {
            Forgets = forgets;
        }

        /// <summary>Whether what is made is counted only, and everything that is referred to is there.</summary>
        internal bool Forgets { get; }

        internal long Made { get; private set; }

        internal long Last { get; private set; }

        internal long NewNumber()
        {
            return ++Last;
        }

        internal static JObject Reference(long number)
        {
            return new JObject { ["id"] = "D-" + number, ["key"] = "DEPOT-" + number };
        }

        /// <summary>The number of an item that is there.</summary>
        internal long NumberOf(JToken reference)
        {
            var number = Number((string)reference?["id"]);
            if (number == null || (!Forgets && !items.ContainsKey(number.Value)))
            {
                throw new HostException(ErrorKind.NotFound) { Effect = Effect.None };
            }
            return number.Value;
        }

        internal void Add(long number, JObject item)
        {
            Made++;
            if (!Forgets)
            {
                items[number] = item;
                backlog.Add(number);
            }
        }

        /// <summary>An item to be changed; one that nobody keeps, if all is forgotten.</summary>
        internal JObject At(long number)
        {
            return Forgets ? Orders.Blank() : items[number];
        }

        internal void PlaceAfter(long number, long other)
        {
            if (!Forgets && number != other)
            {
                backlog.Remove(number);
                backlog.Insert(backlog.IndexOf(other) + 1, number);
            }
        }

        internal void SetProperty(long number, string name, JToken value)
        {
            if (!properties.ContainsKey(number))
            {
                properties[number] = new JObject();
            }
            properties[number][name] = value.DeepClone();
        }

        internal JObject ReadBack(JArray wanted)
        {
            var found = new JArray();
            foreach (var number in There(wanted))
            {
                var item = (JObject)items[number].DeepClone();
                item["rank"] = backlog.IndexOf(number).ToString("D9", CultureInfo.InvariantCulture);
                found.Add(item);
            }
            return new JObject { ["items"] = found };
        }

        internal JObject Sweep(JObject asked, int page)
        {
            var place = (string)asked["cursor"] ?? (string)asked["after"];
            long after = 0;
            if (place.Length > 0 && !long.TryParse(place, out after))
            {
                throw new HostException(ErrorKind.InputInvalid);
            }
            var due = items.SkipWhile(item => item.Key <= after).Take(page + 1).ToList();
            var shown = due.Take(page).ToList();
            return new JObject
            {
                ["items"] = new JArray(shown.Select(item => new JObject
                {
                    ["target"] = item.Value["target"], ["marker"] = item.Value["marker"],
                })),
                ["cursor"] = shown.Count == 0 ? null : shown.Last().Key.ToString(CultureInfo.InvariantCulture),
                ["last"] = due.Count <= page,
            };
        }

        internal JObject PropertiesOf(JObject asked)
        {
            var names = asked["names"].Select(name => (string)name).ToList();
            var found = There((JArray)asked["items"]).Select(number => new JObject
            {
                ["id"] = "D-" + number,
                ["properties"] = new JObject(
                    (properties.ContainsKey(number) ? properties[number] : new JObject())
                    .Properties().Where(property => names.Contains(property.Name))),
            });
            return new JObject { ["items"] = new JArray(found) };
        }

        private IEnumerable<long> There(JArray ids)
        {
            return from id in ids
                let number = Number((string)id)
                where number.HasValue && items.ContainsKey(number.Value)
                select number.Value;
        }

        private static long? Number(string id)
        {
            long number;
            var own = id != null && id.StartsWith("D-", StringComparison.Ordinal);
            return own && long.TryParse(id.Substring(2), out number) ? number : (long?)null;
        }
    }
}
