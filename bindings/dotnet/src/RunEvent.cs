using System;
using Migrayt.Interop;
using Newtonsoft.Json.Linq;

namespace Migrayt
{
    /// <summary>Something that a run tells. It belongs to nobody and outlives its run.</summary>
    /// <remarks>
    /// Its JSON and bytes may hold content and secrets. The library's copy is zeroed as soon as this one
    /// is made. It never changes and is for any thread.
    /// </remarks>
    public sealed class RunEvent
    {
        private readonly Lazy<JObject> json;

        internal RunEvent(EventKind kind, ulong request, string text, byte[] bytes)
        {
            Kind = kind;
            Request = request;
            Text = text;
            Bytes = bytes;
            json = new Lazy<JObject>(() => Interop.Json.Read(text));
        }

        /// <summary>What it is.</summary>
        public EventKind Kind { get; }

        /// <summary>The number by which a question is answered; 0 for every other kind.</summary>
        public ulong Request { get; }

        /// <summary>What it says, as JSON.</summary>
        public string Text { get; }

        /// <summary>The same, read. Everyone who asks gets the same object.</summary>
        public JObject Json
        {
            get { return json.Value; }
        }

        /// <summary>Bytes that go with a question: a piece of a file, a secret.</summary>
        public byte[] Bytes { get; }

        /// <summary>What an event of the kind <see cref="EventKind.Progress"/> says, otherwise null.</summary>
        public Progress Progress
        {
            get { return Kind == EventKind.Progress ? new Progress(Json) : null; }
        }

        /// <summary>Reads an event of the library and frees it; null for a kind that is not known.</summary>
        internal static RunEvent Take(IntPtr happened)
        {
            try
            {
                var view = EventView.Empty();
                IntPtr error;
                Caught.Check(Native.Functions.EventRead(happened, ref view, out error), error);
                return Of(view);
            }
            finally
            {
                Native.Functions.EventFree(happened);
            }
        }

        internal static RunEvent Of(EventView view)
        {
            return view.Kind >= (uint)EventKind.Progress && view.Kind <= (uint)EventKind.Result
                ? new RunEvent((EventKind)view.Kind, view.Request, view.Json.Text(), view.Bytes.Copy())
                : null;
        }
    }
}
