"""What can go wrong, each kind a class of its own."""

from __future__ import annotations

from typing import Any, Optional


class MigraytError(Exception):
    """What went wrong. It holds ids, names and numbers, never content and never a secret.

    Its text is one sentence for a person, with the facts behind it.
    """

    #: The name of the kind.
    kind: str
    #: The number of the kind.
    code: int
    #: Whether asking again can help: ``never``, ``backoff`` or ``after``.
    retry: str
    #: The pause that the remote asked for, in milliseconds; 0 unless ``retry`` is ``after``.
    retry_after_ms: int
    #: Whether it may have happened all the same: ``none`` or ``unknown``.
    effect: str
    #: What the reader can do, where that is known.
    help: Optional[str]
    #: The facts: names and numbers.
    context: dict[str, Any]
    #: What lies behind it, nearest first.
    causes: list[str]

    def __init__(self, told: dict[str, Any], message: str) -> None:
        super().__init__(message or told.get("message", ""))
        self.kind = told.get("kind", "Unexpected")
        self.code = told.get("code", 1)
        self.retry = told.get("retry", "never")
        self.retry_after_ms = told.get("retry_after_ms", 0)
        self.effect = told.get("effect", "none")
        self.help = told.get("help")
        self.context = told.get("context", {})
        self.causes = told.get("causes", [])


class UnexpectedError(MigraytError):
    """A fault of the library's own."""


class CancelledError(MigraytError):
    """The caller asked to stop, or gave the run up."""


class MisuseError(MigraytError):
    """A call that breaks the contract."""


class ConfigInvalidError(MigraytError):
    """A configuration or mapping that cannot be used as it is."""


class InputInvalidError(MigraytError):
    """Data that the operation cannot take."""


class UnsupportedError(MigraytError):
    """An ability that is not there."""


class UnauthenticatedError(MigraytError):
    """The credential is not accepted."""


class PermissionDeniedError(MigraytError):
    """The credential lacks a right."""


class NeedsConsentError(MigraytError):
    """The grant has ended; a person must consent again."""


class NotFoundError(MigraytError):
    """It does not exist, or not for this caller."""


class AlreadyExistsError(MigraytError):
    """It exists already."""


class ConflictError(MigraytError):
    """It changed since, or belongs to another run or mapping."""


class RateLimitedError(MigraytError):
    """The remote asks to slow down."""


class TimedOutError(MigraytError):
    """No answer in time."""


class UnavailableError(MigraytError):
    """It cannot be reached or cannot answer."""


class DataCorruptError(MigraytError):
    """An answer or a file that does not hold together."""


class LeaseLostError(MigraytError):
    """Another worker took the run over."""


class LeaseHeldError(MigraytError):
    """Another worker holds the run."""


_CLASSES: dict[str, type[MigraytError]] = {
    "Unexpected": UnexpectedError,
    "Cancelled": CancelledError,
    "Misuse": MisuseError,
    "ConfigInvalid": ConfigInvalidError,
    "InputInvalid": InputInvalidError,
    "Unsupported": UnsupportedError,
    "Unauthenticated": UnauthenticatedError,
    "PermissionDenied": PermissionDeniedError,
    "NeedsConsent": NeedsConsentError,
    "NotFound": NotFoundError,
    "AlreadyExists": AlreadyExistsError,
    "Conflict": ConflictError,
    "RateLimited": RateLimitedError,
    "Timeout": TimedOutError,
    "Unavailable": UnavailableError,
    "DataCorrupt": DataCorruptError,
    "LeaseLost": LeaseLostError,
    "LeaseHeld": LeaseHeldError,
}


def error_of(told: dict[str, Any], message: str) -> MigraytError:
    """The exception of an error that the library told; of a kind that is not known, an unexpected one."""
    return _CLASSES.get(told.get("kind", ""), UnexpectedError)(told, message)
