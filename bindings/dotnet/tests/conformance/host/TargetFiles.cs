using System;
using System.Collections.Generic;
using System.IO;
using Newtonsoft.Json.Linq;

namespace Migrayt.Conformance
{
    /// <summary>The files of a target's items. One stands only when it came to its end.</summary>
    internal sealed class TargetFiles
    {
        private readonly TargetItems items;
        private readonly bool forgetsBytes;
        private readonly Dictionary<string, Upload> uploads = new Dictionary<string, Upload>();
        private readonly Dictionary<string, byte[]> files = new Dictionary<string, byte[]>();

        internal TargetFiles(TargetItems items, bool forgetsBytes)
        {
            this.items = items;
            this.forgetsBytes = forgetsBytes;
        }

        internal Streams Streams { get; } = new Streams();

        internal long Made { get; private set; }

        internal long Bytes { get; private set; }

        internal Answer Begin(JObject order)
        {
            items.NumberOf(order["target"]);
            var name = "upload-" + items.NewNumber();
            uploads[name] = new Upload { Order = order };
            return new JObject { ["upload"] = name };
        }

        internal Answer Take(Question question)
        {
            var upload = Of(question);
            upload.Size += question.Bytes.Length;
            if (!forgetsBytes)
            {
                upload.Bytes.Write(question.Bytes, 0, question.Bytes.Length);
            }
            return Answer.Nothing;
        }

        internal Answer End(Question question)
        {
            var upload = Of(question);
            uploads.Remove((string)question.Arguments["upload"]);
            var own = items.NumberOf(upload.Order["target"]);
            var part = items.NewNumber().ToString();
            ((JArray)items.At(own)["attachments"]).Add(new JObject
            {
                ["id"] = part, ["marker"] = upload.Order["marker"],
                ["name"] = upload.Order["payload"]["name"], ["size"] = upload.Size,
            });
            if (!forgetsBytes)
            {
                files[part] = upload.Bytes.ToArray();
            }
            Made++;
            Bytes += upload.Size;
            return new JObject { ["part"] = part };
        }

        internal Answer Abort(Question question)
        {
            uploads.Remove((string)question.Arguments["upload"]);
            return Answer.Nothing;
        }

        internal Answer Open(Question question)
        {
            if (forgetsBytes)
            {
                throw new HostException(ErrorKind.Unsupported) { Effect = Effect.None };
            }
            byte[] bytes;
            if (!files.TryGetValue((string)question.Arguments["file"], out bytes))
            {
                throw new HostException(ErrorKind.NotFound) { Effect = Effect.None };
            }
            return Streams.Begin(bytes.Length, (from, piece) => Array.Copy(bytes, from, piece, 0, piece.Length));
        }

        private Upload Of(Question question)
        {
            Upload upload;
            if (!uploads.TryGetValue((string)question.Arguments["upload"], out upload))
            {
                throw new HostException(ErrorKind.NotFound) { Effect = Effect.None };
            }
            return upload;
        }

        private sealed class Upload
        {
            internal JObject Order;
            internal long Size;
            internal readonly MemoryStream Bytes = new MemoryStream();
        }
    }
}
