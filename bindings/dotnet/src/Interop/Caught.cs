using System;

namespace Migrayt.Interop
{
    /// <summary>Turns what a function answered into an exception, and frees the library's error.</summary>
    internal static class Caught
    {
        /// <summary>Throws if the answer is an error; otherwise it is given back.</summary>
        internal static int Check(int status, IntPtr error)
        {
            if (error == IntPtr.Zero && status <= Abi.Ok)
            {
                return status;
            }
            try
            {
                throw MigraytException.Of(Read(status, error));
            }
            finally
            {
                Native.Functions.ErrorFree(error);
            }
        }

        private static Failure Read(int status, IntPtr error)
        {
            if (error != IntPtr.Zero)
            {
                var view = ErrorView.Empty();
                IntPtr unread;
                if (Native.Functions.ErrorRead(error, ref view, out unread) == Abi.Ok)
                {
                    return Failure.Of(view);
                }
                Native.Functions.ErrorFree(unread);
            }
            return new Failure { Code = status, Message = "the library told no more of the error" };
        }
    }
}
