namespace Migrayt
{
    /// <summary>A fault of the engine, or of a host.</summary>
    public sealed class UnexpectedException : MigraytException
    {
        internal UnexpectedException(Failure failure) : base(ErrorKind.Unexpected, failure)
        {
        }
    }

    /// <summary>The caller asked to stop.</summary>
    public sealed class CancelledException : MigraytException
    {
        internal CancelledException(Failure failure) : base(ErrorKind.Cancelled, failure)
        {
        }
    }

    /// <summary>A call that breaks the contract: a handle that was freed, or is used by two threads.</summary>
    public sealed class MisuseException : MigraytException
    {
        internal MisuseException(Failure failure) : base(ErrorKind.Misuse, failure)
        {
        }
    }

    /// <summary>A configuration or mapping that cannot be used as it is.</summary>
    public sealed class ConfigInvalidException : MigraytException
    {
        internal ConfigInvalidException(Failure failure) : base(ErrorKind.ConfigInvalid, failure)
        {
        }
    }

    /// <summary>Data that the operation cannot take.</summary>
    public sealed class InputInvalidException : MigraytException
    {
        internal InputInvalidException(Failure failure) : base(ErrorKind.InputInvalid, failure)
        {
        }
    }

    /// <summary>An ability that is not there.</summary>
    public sealed class UnsupportedException : MigraytException
    {
        internal UnsupportedException(Failure failure) : base(ErrorKind.Unsupported, failure)
        {
        }
    }

    /// <summary>The credential is not accepted.</summary>
    public sealed class UnauthenticatedException : MigraytException
    {
        internal UnauthenticatedException(Failure failure) : base(ErrorKind.Unauthenticated, failure)
        {
        }
    }

    /// <summary>The credential lacks a right.</summary>
    public sealed class PermissionDeniedException : MigraytException
    {
        internal PermissionDeniedException(Failure failure) : base(ErrorKind.PermissionDenied, failure)
        {
        }
    }

    /// <summary>The grant has ended; a person must consent again.</summary>
    public sealed class NeedsConsentException : MigraytException
    {
        internal NeedsConsentException(Failure failure) : base(ErrorKind.NeedsConsent, failure)
        {
        }
    }

    /// <summary>It does not exist, or not for this caller.</summary>
    public sealed class NotFoundException : MigraytException
    {
        internal NotFoundException(Failure failure) : base(ErrorKind.NotFound, failure)
        {
        }
    }

    /// <summary>It exists already.</summary>
    public sealed class AlreadyExistsException : MigraytException
    {
        internal AlreadyExistsException(Failure failure) : base(ErrorKind.AlreadyExists, failure)
        {
        }
    }

    /// <summary>It changed since, or belongs to another run or mapping.</summary>
    public sealed class ConflictException : MigraytException
    {
        internal ConflictException(Failure failure) : base(ErrorKind.Conflict, failure)
        {
        }
    }

    /// <summary>The remote asks to slow down.</summary>
    public sealed class RateLimitedException : MigraytException
    {
        internal RateLimitedException(Failure failure) : base(ErrorKind.RateLimited, failure)
        {
        }
    }

    /// <summary>No answer in time.</summary>
    public sealed class TimedOutException : MigraytException
    {
        internal TimedOutException(Failure failure) : base(ErrorKind.Timeout, failure)
        {
        }
    }

    /// <summary>It cannot be reached or cannot answer.</summary>
    public sealed class UnavailableException : MigraytException
    {
        internal UnavailableException(Failure failure) : base(ErrorKind.Unavailable, failure)
        {
        }
    }

    /// <summary>An answer or a file that does not hold together.</summary>
    public sealed class DataCorruptException : MigraytException
    {
        internal DataCorruptException(Failure failure) : base(ErrorKind.DataCorrupt, failure)
        {
        }
    }

    /// <summary>Another worker took the run over.</summary>
    public sealed class LeaseLostException : MigraytException
    {
        internal LeaseLostException(Failure failure) : base(ErrorKind.LeaseLost, failure)
        {
        }
    }

    /// <summary>Another worker holds the run.</summary>
    public sealed class LeaseHeldException : MigraytException
    {
        internal LeaseHeldException(Failure failure) : base(ErrorKind.LeaseHeld, failure)
        {
        }
    }
}
