using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Migrayt.Interop
{
    /// <summary>A handle of the library that is freed once: by its owner, or else by the collector.</summary>
    /// <remarks>
    /// While a call of the library has it, the collector does not free it. Its owner can, at any moment:
    /// the library then wakes whoever waits. The number stays as it is, so that a later call is refused
    /// by the library, with its own words.
    /// </remarks>
    internal abstract class Handle : SafeHandle
    {
        private int freed;

        protected Handle(IntPtr value) : base(IntPtr.Zero, true)
        {
            SetHandle(value);
        }

        public override bool IsInvalid
        {
            get { return handle == IntPtr.Zero; }
        }

        /// <summary>The number, for tests of what the library does with one that is stale.</summary>
        internal IntPtr Number
        {
            get { return handle; }
        }

        internal void FreeNow()
        {
            FreeOnce();
            GC.SuppressFinalize(this);
        }

        protected abstract void Free(IntPtr value);

        protected override bool ReleaseHandle()
        {
            FreeOnce();
            return true;
        }

        private void FreeOnce()
        {
            if (Interlocked.Exchange(ref freed, 1) == 0)
            {
                Free(handle);
            }
        }
    }

    internal sealed class EngineHandle : Handle
    {
        internal EngineHandle(IntPtr value) : base(value)
        {
        }

        protected override void Free(IntPtr value)
        {
            Native.Functions.EngineFree(value);
        }
    }

    internal sealed class RunHandle : Handle
    {
        internal RunHandle(IntPtr value) : base(value)
        {
        }

        protected override void Free(IntPtr value)
        {
            Native.Functions.RunFree(value);
        }
    }
}
