using System;
using System.Runtime.InteropServices;

namespace Migrayt.Interop
{
    /// <summary>The functions of the header, as the loaded library has them.</summary>
    /// <remarks>
    /// They are bound by name and not by <c>DllImport</c>: so the program says which file is loaded, in
    /// the same way on every runtime. Handles are taken out of the library's table when they are freed
    /// and their numbers are not used again, so one that is stale is refused and never followed.
    /// </remarks>
    internal sealed class Functions
    {
        internal readonly AbiVersion AbiVersion;
        internal readonly About About;
        internal readonly EngineNew EngineNew;
        internal readonly Free EngineFree;
        internal readonly RunStart RunStart;
        internal readonly RunNext RunNext;
        internal readonly RunDescriptor RunDescriptor;
        internal readonly Answer Answer;
        internal readonly Steer RunPause;
        internal readonly Steer RunResume;
        internal readonly Steer RunCancel;
        internal readonly Free RunFree;
        internal readonly EventRead EventRead;
        internal readonly Free EventFree;
        internal readonly ErrorRead ErrorRead;
        internal readonly Free ErrorFree;

        /// <summary>Binds the functions; the version comes first, since all others depend on it.</summary>
        internal Functions(Loader loader)
        {
            AbiVersion = loader.Bind<AbiVersion>("migrayt_abi_version");
            Abi.Check(AbiVersion());
            About = loader.Bind<About>("migrayt_about");
            EngineNew = loader.Bind<EngineNew>("migrayt_engine_new");
            EngineFree = loader.Bind<Free>("migrayt_engine_free");
            RunStart = loader.Bind<RunStart>("migrayt_run_start");
            RunNext = loader.Bind<RunNext>("migrayt_run_next");
            RunDescriptor = loader.Bind<RunDescriptor>("migrayt_run_descriptor");
            Answer = loader.Bind<Answer>("migrayt_answer");
            RunPause = loader.Bind<Steer>("migrayt_run_pause");
            RunResume = loader.Bind<Steer>("migrayt_run_resume");
            RunCancel = loader.Bind<Steer>("migrayt_run_cancel");
            RunFree = loader.Bind<Free>("migrayt_run_free");
            EventRead = loader.Bind<EventRead>("migrayt_event_read");
            EventFree = loader.Bind<Free>("migrayt_event_free");
            ErrorRead = loader.Bind<ErrorRead>("migrayt_error_read");
            ErrorFree = loader.Bind<Free>("migrayt_error_free");
        }
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate uint AbiVersion();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int About(out Bytes about, out IntPtr error);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int EngineNew(ref Options options, out IntPtr engine, out IntPtr error);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int RunStart(
        EngineHandle engine, byte[] json, UIntPtr jsonLength, byte[] bytes, UIntPtr bytesLength,
        out IntPtr run, out IntPtr error);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int RunNext(RunHandle run, int timeoutMs, out IntPtr happened, out IntPtr error);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int RunDescriptor(RunHandle run, out int descriptor, out IntPtr error);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int Answer(
        RunHandle run, ulong request, byte[] json, UIntPtr jsonLength, byte[] bytes, UIntPtr bytesLength,
        out IntPtr error);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int Steer(RunHandle run, out IntPtr error);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int EventRead(IntPtr happened, ref EventView view, out IntPtr error);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int ErrorRead(IntPtr of, ref ErrorView view, out IntPtr error);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate void Free(IntPtr handle);
}
