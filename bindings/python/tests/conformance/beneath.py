"""What the package does not let a program do, done beneath it with the header's functions."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from migrayt import _event
from migrayt._library import check, ffi, lib, new_error

if TYPE_CHECKING:
    from .case import Case


def _next(handle: Any, milliseconds: int) -> int:
    place, error = ffi.new("migrayt_event **"), new_error()
    status = check(lib.migrayt_run_next(handle, milliseconds, place, error), error)
    lib.migrayt_event_free(place[0])
    return status


def freed_run(case: Case, step: dict[str, Any]) -> None:
    handle = ffi.cast("migrayt_run *", case.runs[step["run"]]._handle)
    lib.migrayt_run_free(handle)
    lib.migrayt_run_free(handle)
    _next(handle, 0)


def freed_engine(case: Case, step: dict[str, Any]) -> None:
    handle = ffi.cast("migrayt_engine *", case.engines[step["engine"]]._handle)
    lib.migrayt_engine_free(handle)
    lib.migrayt_engine_free(handle)
    _start(handle)


def _start(engine: Any) -> Any:
    job = b'{"job": "convert", "from": "html", "to": "markdown", "text": "x"}'
    place, error = ffi.new("migrayt_run **"), new_error()
    status = lib.migrayt_run_start(engine, ffi.from_buffer(job), len(job), ffi.NULL, 0, place, error)
    check(status, error)
    return place[0]


def two_threads(case: Case, step: dict[str, Any]) -> None:
    handle = ffi.cast("migrayt_run *", case.runs[step["run"]]._handle)
    other = threading.Thread(target=lambda: _next(handle, 2000))
    other.start()
    try:
        # The other thread may not have begun to wait yet.
        for _ in range(100):
            _next(handle, 0)
            time.sleep(0.01)
    finally:
        other.join()


def event_after_run(case: Case, step: dict[str, Any]) -> Any:
    run = _start(case.engines[step["engine"]]._handle)
    place, error = ffi.new("migrayt_event **"), new_error()
    check(lib.migrayt_run_next(run, -1, place, error), error)
    lib.migrayt_run_free(run)
    event = _event.read(place[0])
    assert event is not None
    return event.json
