"""The native library: found, loaded and held to the version that this package was written for."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import cffi

from . import _abi
from ._errors import MigraytError, error_of

ffi: Any = cffi.FFI()
ffi.cdef(_abi.DECLARATIONS)

#: Where the wheel keeps the library.
_BUNDLED = Path(__file__).with_name("native") / "libmigrayt.so"


def _load() -> Any:
    """Loads the library: of ``MIGRAYT_LIBRARY``, of the wheel, or of the system, in this order."""
    named = os.environ.get("MIGRAYT_LIBRARY")
    place = named or (str(_BUNDLED) if _BUNDLED.exists() else "libmigrayt.so.0.1")
    try:
        loaded = ffi.dlopen(place)
    except OSError as cause:
        raise ImportError(
            "the library of Migrayt is not there: install the wheel, which brings it along, or "
            "name its file in the environment variable MIGRAYT_LIBRARY"
        ) from cause
    found = loaded.migrayt_abi_version()
    if found != _abi.ABI_VERSION:
        raise ImportError(
            f"the library has version {found} of the ABI, and this package was written for "
            f"{_abi.ABI_VERSION}: take the two of one release"
        )
    return loaded


lib: Any = _load()


def text(view: Any) -> str:
    """A text that belongs to a handle, copied."""
    return data(view).decode() if view.length else ""


def data(view: Any) -> bytes:
    """Bytes that belong to a handle, copied."""
    return bytes(ffi.buffer(view.data, view.length)) if view.length else b""


def check(status: int, error: Any) -> int:
    """Raises the error of a call that failed, and frees it.

    :raises MigraytError: of the subclass that fits its kind.
    """
    if status <= 0:
        return status
    raise take(error)


def take(error: Any) -> MigraytError:
    """The exception of an error's handle, which is freed."""
    handle = ffi.gc(error[0], lib.migrayt_error_free)
    view = ffi.new("migrayt_error_view *", {"size": ffi.sizeof("migrayt_error_view")})
    if lib.migrayt_error_read(handle, view, ffi.NULL) != _abi.OK:
        return error_of({"kind": "Unexpected", "message": "the error cannot be read"}, "")
    told = error_of(json.loads(text(view.json)), text(view.message))
    ffi.release(handle)
    return told


def new_error() -> Any:
    """A place for the error of a call."""
    return ffi.new("migrayt_error **")


def abi_version() -> int:
    """The version of the library's ABI: its major version times 65,536, and its minor version."""
    return int(lib.migrayt_abi_version())


def about() -> dict[str, Any]:
    """What the library is: ``version``, ``abi``, ``features``, ``jobs``, ``os`` and ``arch``."""
    view, error = ffi.new("migrayt_bytes *"), new_error()
    check(lib.migrayt_about(view, error), error)
    told: dict[str, Any] = json.loads(text(view))
    return told
