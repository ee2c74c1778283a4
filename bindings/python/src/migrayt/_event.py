"""What a run tells."""

from __future__ import annotations

import builtins
import enum
import json
from typing import Any, Optional

from ._library import check, data, ffi, lib, new_error, text


class Kind(enum.IntEnum):
    """What an event is. Kinds that a later library may have are passed over."""

    #: How far the run has come.
    PROGRESS = 1
    #: A question to the host.
    REQUEST = 2
    #: The run stands otherwise than before: it is ready, paused or goes on.
    STATE = 3
    #: A line of the log.
    LOG = 4
    #: The result. It is the last event.
    RESULT = 5


class Event:
    """Something that a run told. It is the host's own: it outlives its run."""

    __slots__ = ("bytes", "json", "kind", "request")

    #: What it is.
    kind: Kind
    #: The number by which a question is answered; 0 for every other kind.
    request: int
    #: The object that it holds, whose shape follows from the kind.
    json: dict[str, Any]
    #: Bytes that go with a question: a piece of a file, a secret.
    bytes: builtins.bytes

    def __init__(self, kind: Kind, request: int, told: dict[str, Any], more: builtins.bytes) -> None:
        self.kind = kind
        self.request = request
        self.json = told
        self.bytes = more

    def __repr__(self) -> str:
        # What it holds may be content.
        return f"Event({self.kind.name})"


def read(handle: Any) -> Optional[Event]:
    """What an event's handle says; none for a kind that is not known. The handle is freed."""
    handle = ffi.gc(handle, lib.migrayt_event_free)
    view = ffi.new("migrayt_event_view *", {"size": ffi.sizeof("migrayt_event_view")})
    error = new_error()
    check(lib.migrayt_event_read(handle, view, error), error)
    try:
        kind = Kind(view.kind)
    except ValueError:
        return None
    event = Event(kind, view.request, json.loads(text(view.json)), data(view.bytes))
    ffi.release(handle)
    return event
