using Newtonsoft.Json.Linq;

namespace Migrayt
{
    /// <summary>The answer to a question: a value, and bytes if the question's page says so.</summary>
    public sealed class Answer
    {
        /// <summary>A value of null, for questions whose answer says no more than that it was done.</summary>
        public static readonly Answer Nothing = new Answer(null);

        /// <summary>Makes an answer. Neither value nor bytes are copied; do not change them afterwards.</summary>
        /// <param name="value">The value that the question's page shows; null for nothing.</param>
        /// <param name="bytes">A piece of a file, a secret, a key.</param>
        public Answer(JToken value, byte[] bytes = null)
        {
            Value = value ?? JValue.CreateNull();
            Bytes = bytes ?? new byte[0];
        }

        /// <summary>The value; a JSON null for nothing.</summary>
        public JToken Value { get; }

        /// <summary>The bytes that go with it; an empty array for none.</summary>
        public byte[] Bytes { get; }

        /// <summary>A value without bytes.</summary>
        public static implicit operator Answer(JToken value)
        {
            return new Answer(value);
        }

        /// <summary>A text without bytes, <c>done</c> say.</summary>
        public static implicit operator Answer(string value)
        {
            return new Answer(value);
        }
    }
}
