"""Moves work items from Azure DevOps to Jira Cloud, from your own program.

An :class:`Engine` is one migration for one caller. A :class:`Run` is one job of it that goes on in
the background, and tells :class:`Event` after event. See the README for a first program.
"""

from ._engine import Engine
from ._errors import (
    AlreadyExistsError,
    CancelledError,
    ConfigInvalidError,
    ConflictError,
    DataCorruptError,
    InputInvalidError,
    LeaseHeldError,
    LeaseLostError,
    MigraytError,
    MisuseError,
    NeedsConsentError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    TimedOutError,
    UnauthenticatedError,
    UnavailableError,
    UnexpectedError,
    UnsupportedError,
)
from ._event import Event, Kind
from ._host import Answer, Host, HostError, Question
from ._library import abi_version, about
from ._run import Run

__version__ = "0.1.0"

__all__ = [
    "AlreadyExistsError",
    "Answer",
    "CancelledError",
    "ConfigInvalidError",
    "ConflictError",
    "DataCorruptError",
    "Engine",
    "Event",
    "Host",
    "HostError",
    "InputInvalidError",
    "Kind",
    "LeaseHeldError",
    "LeaseLostError",
    "MigraytError",
    "MisuseError",
    "NeedsConsentError",
    "NotFoundError",
    "PermissionDeniedError",
    "Question",
    "RateLimitedError",
    "Run",
    "TimedOutError",
    "UnauthenticatedError",
    "UnavailableError",
    "UnexpectedError",
    "UnsupportedError",
    "abi_version",
    "about",
]
