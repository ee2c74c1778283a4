using System;
using System.Runtime.InteropServices;

namespace Migrayt.Interop
{
    /// <summary>The making of an engine, while what it is made of is held in its place.</summary>
    internal struct Making
    {
        internal readonly IntPtr Engine;

        internal Making(byte[] json, byte[] token, uint abiVersion)
        {
            var heldJson = GCHandle.Alloc(json, GCHandleType.Pinned);
            var heldToken = GCHandle.Alloc(token ?? new byte[0], GCHandleType.Pinned);
            try
            {
                var options = new Options
                {
                    Size = (UIntPtr)(ulong)Marshal.SizeOf(typeof(Options)),
                    AbiVersion = abiVersion,
                    Json = heldJson.AddrOfPinnedObject(),
                    JsonLength = Interop.Json.Length(json),
                    Token = heldToken.AddrOfPinnedObject(),
                    TokenLength = Interop.Json.Length(token),
                };
                IntPtr error;
                Caught.Check(Native.Functions.EngineNew(ref options, out Engine, out error), error);
            }
            finally
            {
                heldToken.Free();
                heldJson.Free();
            }
        }
    }
}
