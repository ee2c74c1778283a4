"""A job that goes on in the background."""

from __future__ import annotations

import asyncio
import json
from typing import Any, AsyncIterator, Callable, Iterator, Optional

from . import _abi, _event
from ._errors import MigraytError, NotFoundError, UnsupportedError
from ._event import Event, Kind
from ._host import Host
from ._library import check, ffi, lib, new_error

#: Who is told how far a run has come: the object of each event of the kind ``PROGRESS``.
Progress = Callable[[dict[str, Any]], None]


class Run:
    """One job. Iterate over its events, or :meth:`wait` for its result.

    Use it from one thread at a time; :meth:`pause`, :meth:`resume`, :meth:`cancel` and
    :meth:`answer` are for any thread at any time. Leaving its ``with`` block before its end gives the
    job up, as if the process had been killed: nothing is lost, and what was under way is in doubt
    until the next run.
    """

    def __init__(self, handle: Any) -> None:
        self._handle = ffi.gc(handle, lib.migrayt_run_free)
        self._freed = False
        #: An exception of the host's that was no answer.
        self._mistake: Optional[Exception] = None

    def next(self, timeout: Optional[float] = None) -> Optional[Event]:
        """Waits for the next event, for at most ``timeout`` seconds: for ever if it is left out.

        :returns: the event, or none if the run is over.
        :raises TimeoutError: if nothing happened in the time.
        :raises MigraytError: why the job failed, once; after it the run is over.
        """
        milliseconds = -1 if timeout is None else min(int(timeout * 1000), 0x7FFFFFFF)
        while True:
            place, error = ffi.new("migrayt_event **"), new_error()
            status = check(lib.migrayt_run_next(self._handle, milliseconds, place, error), error)
            if status == _abi.END:
                return None
            if status == _abi.WAITING:
                raise TimeoutError("the run told nothing in the time")
            event = _event.read(place[0])
            if event is not None:
                return event

    def __iter__(self) -> Iterator[Event]:
        while (event := self.next()) is not None:
            yield event

    async def __aiter__(self) -> AsyncIterator[Event]:
        loop = asyncio.get_running_loop()
        try:
            descriptor = self.descriptor()
        except UnsupportedError:
            while (event := await loop.run_in_executor(None, self.next)) is not None:
                yield event
            return
        ready = asyncio.Event()
        loop.add_reader(descriptor, ready.set)
        try:
            while True:
                try:
                    event = self.next(0)
                except TimeoutError:
                    ready.clear()
                    await ready.wait()
                    continue
                if event is None:
                    return
                yield event
        finally:
            loop.remove_reader(descriptor)

    def wait(
        self, host: Optional[Host] = None, on_progress: Optional[Progress] = None
    ) -> dict[str, Any]:
        """Fetches events to the end, lets the host answer questions, and returns the result.

        :raises MigraytError: why the job failed.
        """
        result: dict[str, Any] = {}
        try:
            for event in self:
                self._take(event, host, on_progress)
                if event.kind is Kind.RESULT:
                    result = event.json
        except MigraytError as error:
            # What the host did not mean to answer says more than what came of it.
            raise (self._mistake or error)
        return result

    async def wait_async(
        self, host: Optional[Host] = None, on_progress: Optional[Progress] = None
    ) -> dict[str, Any]:
        """The same without blocking the event loop. The host may answer with coroutines. If the task
        is cancelled, so is the job.

        :raises MigraytError: why the job failed.
        """
        result: dict[str, Any] = {}
        answers: set[asyncio.Task[None]] = set()
        try:
            async for event in self:
                if event.kind is Kind.REQUEST and host is not None:
                    task = asyncio.ensure_future(host.serve_async(self, event))
                    answers.add(task)
                    task.add_done_callback(answers.discard)
                else:
                    self._take(event, host, on_progress)
                if event.kind is Kind.RESULT:
                    result = event.json
        except asyncio.CancelledError:
            self.cancel()
            raise
        except MigraytError as error:
            # What the host did not mean to answer says more than what came of it.
            raise (self._mistake or error)
        return result

    def _take(self, event: Event, host: Optional[Host], on_progress: Optional[Progress]) -> None:
        if event.kind is Kind.REQUEST:
            (host or Host()).serve(self, event)
        elif event.kind is Kind.PROGRESS and on_progress is not None:
            on_progress(event.json)

    def answer(self, request: int, value: Any = None, more: bytes = b"") -> None:
        """Answers a question with a value and bytes that go with it.

        :raises NotFoundError: if nobody waits for the answer (any more).
        """
        self.answer_raw(request, json.dumps({"ok": value}), more)

    def answer_raw(self, request: int, told: str, more: bytes = b"") -> None:
        """Answers a question with a text: ``{"ok": value}`` or ``{"error": {...}}``.

        :raises NotFoundError: if nobody waits for the answer (any more).
        :raises InputInvalidError: if it is neither; the question stays open.
        """
        text, error = told.encode(), new_error()
        status = lib.migrayt_answer(
            self._handle, request, ffi.from_buffer(text), len(text),
            ffi.from_buffer(more), len(more), error,
        )
        check(status, error)

    def try_answer_raw(self, request: int, told: str, more: bytes = b"") -> bool:
        """The same; tells whether somebody still waited for it."""
        try:
            self.answer_raw(request, told, more)
        except NotFoundError:
            return False
        return True

    def pause(self) -> None:
        """Lets a run rest at the next edge between operations; an event of the kind ``STATE`` tells
        that it rests.

        :raises UnsupportedError: for a job that cannot rest.
        """
        self._steer(lib.migrayt_run_pause)

    def resume(self) -> None:
        """Lets a run that rests go on.

        :raises UnsupportedError: for a job that cannot rest.
        """
        self._steer(lib.migrayt_run_resume)

    def cancel(self) -> None:
        """Asks the job to stop: nothing new is begun, and what is under way is waited for. Go on
        fetching events to the end."""
        self._steer(lib.migrayt_run_cancel)

    def descriptor(self) -> int:
        """A descriptor that can be read from while :meth:`next` would not wait. Wait on it, never
        read from it and never close it.

        :raises UnsupportedError: where the system has none.
        """
        place, error = ffi.new("int32_t *"), new_error()
        check(lib.migrayt_run_descriptor(self._handle, place, error), error)
        return int(place[0])

    def close(self) -> None:
        """Frees the run. Doing it twice is no error."""
        if not self._freed:
            self._freed = True
            ffi.release(self._handle)

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _steer(self, call: Callable[[Any, Any], int]) -> None:
        error = new_error()
        check(call(self._handle, error), error)
