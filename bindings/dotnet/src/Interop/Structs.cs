using System;
using System.Runtime.InteropServices;

namespace Migrayt.Interop
{
    /// <summary>Bytes that belong to a handle.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Bytes
    {
        internal IntPtr Data;
        internal UIntPtr Length;

        /// <summary>A copy, which stays when the handle is freed.</summary>
        internal byte[] Copy()
        {
            var copy = new byte[checked((int)Length.ToUInt64())];
            if (copy.Length > 0)
            {
                Marshal.Copy(Data, copy, 0, copy.Length);
            }
            return copy;
        }

        /// <summary>The text that they are.</summary>
        internal string Text()
        {
            var copy = Copy();
            var text = Json.Utf8.GetString(copy);
            Array.Clear(copy, 0, copy.Length);
            return text;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Options
    {
        internal UIntPtr Size;
        internal uint AbiVersion;
        internal IntPtr Json;
        internal UIntPtr JsonLength;
        internal IntPtr Token;
        internal UIntPtr TokenLength;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct EventView
    {
        internal UIntPtr Size;
        internal uint Kind;
        internal ulong Request;
        internal Bytes Json;
        internal Bytes Bytes;

        internal static EventView Empty()
        {
            return new EventView { Size = (UIntPtr)(ulong)Marshal.SizeOf(typeof(EventView)) };
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct ErrorView
    {
        internal UIntPtr Size;
        internal int Code;
        internal uint Retry;
        internal ulong RetryAfterMs;
        internal uint Effect;
        internal Bytes Message;
        internal Bytes Json;

        internal static ErrorView Empty()
        {
            return new ErrorView { Size = (UIntPtr)(ulong)Marshal.SizeOf(typeof(ErrorView)) };
        }
    }
}
