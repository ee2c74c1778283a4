using System;
using System.Collections.Generic;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>Files that are read a piece at a time.</summary>
    internal sealed class Streams
    {
        internal const int Piece = 64 * 1024;

        private readonly Dictionary<string, Open> open = new Dictionary<string, Open>();
        private long opened;

        /// <summary>Begins a file whose pieces are made when they are asked for.</summary>
        /// <param name="size">Its length in bytes.</param>
        /// <param name="fill">Fills a piece that begins at a place, or throws.</param>
        internal Answer Begin(long size, Action<long, byte[]> fill)
        {
            lock (open)
            {
                var name = "stream-" + ++opened;
                open[name] = new Open { Left = size, Size = size, Fill = fill };
                return new JObject { ["stream"] = name };
            }
        }

        internal Answer Pull(Question question)
        {
            var name = (string)question.Arguments["stream"];
            lock (open)
            {
                Open stream;
                if (!open.TryGetValue(name, out stream))
                {
                    throw new HostException(ErrorKind.NotFound) { Effect = Effect.None };
                }
                var piece = new byte[Math.Min(stream.Left, Piece)];
                stream.Fill(stream.Size - stream.Left, piece);
                stream.Left -= piece.Length;
                if (stream.Left == 0)
                {
                    open.Remove(name);
                }
                return new Answer(new JObject { ["end"] = stream.Left == 0 }, piece);
            }
        }

        internal Answer Close(Question question)
        {
            lock (open)
            {
                open.Remove((string)question.Arguments["stream"]);
                return Answer.Nothing;
            }
        }

        private sealed class Open
        {
            internal long Left;
            internal long Size;
            internal Action<long, byte[]> Fill;
        }
    }
}
