"""One migration for one caller."""

from __future__ import annotations

import json
from typing import Any, Optional, Union

from . import _abi
from ._host import Host
from ._library import check, ffi, lib, new_error
from ._run import Progress, Run


class Engine:
    """One migration for one caller, with the threads that carry it.

    :param configuration: the configuration: an object of the shape of the file that ``migrayt init``
        writes, or its text. Without one, only jobs that need none can be started.
    :param configuration_file: the path of such a file, in place of it.
    :param folder: the folder that the configuration's paths are relative to.
    :param ports: who implements what: ``{"journal": "host", "vault": "memory"}``, say.
    :param threads: how many threads carry runs, 1 to 64.
    :param token: what the caller shows to the host's directory.
    :raises ConfigInvalidError: with the line or setting that cannot be used.
    :raises InputInvalidError: with the option that is wrong.

    Use it from one thread at a time. Leaving its ``with`` block gives up the runs that still go on.
    """

    def __init__(
        self,
        configuration: Union[dict[str, Any], str, None] = None,
        *,
        configuration_file: Optional[str] = None,
        folder: Optional[str] = None,
        ports: Optional[dict[str, Any]] = None,
        threads: Optional[int] = None,
        token: str = "",
    ) -> None:
        options = {
            "configuration": configuration,
            "configuration_file": configuration_file,
            "folder": folder,
            "ports": ports,
            "threads": threads,
        }
        given = {name: value for name, value in options.items() if value is not None}
        self._open(json.dumps(given), token, _abi.ABI_VERSION)

    @classmethod
    def from_options(cls, options: dict[str, Any], token: str = "") -> Engine:
        """An engine of options as one object, as the page about embedding lists them.

        :raises ConfigInvalidError: with the line or setting that cannot be used.
        :raises InputInvalidError: with the option that is wrong.
        """
        engine = cls.__new__(cls)
        engine._open(json.dumps(options), token, _abi.ABI_VERSION)
        return engine

    def _open(self, options: str, token: str, abi_version: int) -> None:
        text, secret = ffi.new("uint8_t[]", options.encode()), ffi.new("uint8_t[]", token.encode())
        given = ffi.new("migrayt_options *")
        given.size, given.abi_version = ffi.sizeof("migrayt_options"), abi_version
        given.json, given.json_length = text, len(options.encode())
        given.token, given.token_length = secret, len(token.encode())
        place, error = ffi.new("migrayt_engine **"), new_error()
        self._freed = True
        check(lib.migrayt_engine_new(given, place, error), error)
        self._handle = ffi.gc(place[0], lib.migrayt_engine_free)
        self._freed = False

    def start(self, job: dict[str, Any], more: bytes = b"") -> Run:
        """Starts a job: ``{"job": "plan"}``, say. ``more`` is what it takes besides: a secret.

        :raises InputInvalidError: if there is no such job or it is not of its shape.
        """
        text = json.dumps(job).encode()
        place, error = ffi.new("migrayt_run **"), new_error()
        status = lib.migrayt_run_start(
            self._handle, ffi.from_buffer(text), len(text),
            ffi.from_buffer(more), len(more), place, error,
        )
        check(status, error)
        return Run(place[0])

    def run(
        self,
        job: str,
        *,
        more: bytes = b"",
        host: Optional[Host] = None,
        on_progress: Optional[Progress] = None,
        **arguments: Any,
    ) -> dict[str, Any]:
        """Carries a job out to its end and returns its result: ``engine.run("plan", sample=5)``.

        :raises MigraytError: why it failed.
        """
        with self.start({"job": job, **arguments}, more) as run:
            return run.wait(host, on_progress)

    async def run_async(
        self,
        job: str,
        *,
        more: bytes = b"",
        host: Optional[Host] = None,
        on_progress: Optional[Progress] = None,
        **arguments: Any,
    ) -> dict[str, Any]:
        """The same without blocking the event loop. If the task is cancelled, so is the job.

        :raises MigraytError: why it failed.
        """
        with self.start({"job": job, **arguments}, more) as run:
            return await run.wait_async(host, on_progress)

    def close(self) -> None:
        """Frees the engine, and gives up the runs that still go on. Doing it twice is no error."""
        if not self._freed:
            self._freed = True
            ffi.release(self._handle)

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
