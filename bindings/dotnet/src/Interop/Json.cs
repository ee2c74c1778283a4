using System;
using System.IO;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Migrayt.Interop
{
    /// <summary>JSON as the engine has it: texts that look like moments stay texts.</summary>
    internal static class Json
    {
        /// <summary>UTF-8 without a mark at its start, which takes no half of a character.</summary>
        internal static readonly UTF8Encoding Utf8 = new UTF8Encoding(false, true);

        /// <summary>Deeper than any document that the engine writes, which stops at 128.</summary>
        private const int Deepest = 256;

        internal static JObject Read(string text)
        {
            using (var reader = new JsonTextReader(new StringReader(text)))
            {
                reader.DateParseHandling = DateParseHandling.None;
                reader.FloatParseHandling = FloatParseHandling.Double;
                reader.MaxDepth = Deepest;
                return JObject.Load(reader);
            }
        }

        internal static string Write(JToken value)
        {
            return value.ToString(Formatting.None);
        }

        internal static byte[] Bytes(JToken value)
        {
            return value == null ? new byte[0] : Utf8.GetBytes(Write(value));
        }

        internal static UIntPtr Length(byte[] bytes)
        {
            return (UIntPtr)(bytes == null ? 0UL : (ulong)bytes.LongLength);
        }
    }
}
