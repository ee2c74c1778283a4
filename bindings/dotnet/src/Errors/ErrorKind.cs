namespace Migrayt
{
    /// <summary>What went wrong. The numbers are those of the header and never change.</summary>
    public enum ErrorKind
    {
        /// <summary>A fault of the engine, or of a host.</summary>
        Unexpected = 1,

        /// <summary>The caller asked to stop.</summary>
        Cancelled = 2,

        /// <summary>A call that breaks the contract: a handle that was freed, or is used by two threads.</summary>
        Misuse = 3,

        /// <summary>A configuration or mapping that cannot be used as it is.</summary>
        ConfigInvalid = 10,

        /// <summary>Data that the operation cannot take.</summary>
        InputInvalid = 11,

        /// <summary>An ability that is not there.</summary>
        Unsupported = 12,

        /// <summary>The credential is not accepted.</summary>
        Unauthenticated = 20,

        /// <summary>The credential lacks a right.</summary>
        PermissionDenied = 21,

        /// <summary>The grant has ended; a person must consent again.</summary>
        NeedsConsent = 22,

        /// <summary>It does not exist, or not for this caller.</summary>
        NotFound = 30,

        /// <summary>It exists already.</summary>
        AlreadyExists = 31,

        /// <summary>It changed since, or belongs to another run or mapping.</summary>
        Conflict = 32,

        /// <summary>The remote asks to slow down.</summary>
        RateLimited = 40,

        /// <summary>No answer in time.</summary>
        Timeout = 41,

        /// <summary>It cannot be reached or cannot answer.</summary>
        Unavailable = 42,

        /// <summary>An answer or a file that does not hold together.</summary>
        DataCorrupt = 50,

        /// <summary>Another worker took the run over.</summary>
        LeaseLost = 60,

        /// <summary>Another worker holds the run.</summary>
        LeaseHeld = 61,
    }
}
