"""The host's side of the ports that it implements itself."""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING, Any, NamedTuple, Optional, Union

from ._errors import MigraytError

if TYPE_CHECKING:
    from ._event import Event
    from ._run import Run


class Question(NamedTuple):
    """What a port is asked."""

    #: The port, such as ``source``.
    port: str
    #: The method of the port, such as ``read``.
    method: str
    #: Its arguments.
    arguments: dict[str, Any]
    #: Bytes that go with them: a piece of a file, a secret.
    bytes: bytes


class Answer(NamedTuple):
    """A value with bytes. A method that has no bytes to give returns the value alone."""

    value: Any = None
    bytes: bytes = b""


class HostError(Exception):
    """Raised by a host's method in place of an answer.

    :param kind: the name of a kind of error, such as ``NotFound``.
    :param retry: ``never``, ``backoff`` or ``{"after_ms": n}``.
    :param effect: ``none`` if certainly nothing happened, or ``unknown``; what the question means by
        itself, if it is left out.
    :param code: 1 to 64 letters, digits and ``. _ -``; all of your own words that is kept.
    """

    def __init__(
        self,
        kind: str,
        *,
        retry: Union[str, dict[str, int], None] = None,
        effect: Optional[str] = None,
        code: Optional[str] = None,
    ) -> None:
        super().__init__(kind)
        told = {"kind": kind, "retry": retry, "effect": effect, "code": code}
        self.told = {name: value for name, value in told.items() if value is not None}


class Host:
    """Answers the questions of runs with the methods of port objects.

    ``Host(source=MySource())`` answers ``source.read`` with what ``MySource.read(question)`` returns:
    a value, an :class:`Answer` with bytes, or, with ``run_async``, a coroutine of either. What a port
    does not have is answered with ``Unsupported``. A :class:`HostError` is answered as it is; any other
    exception as ``Unexpected`` with an effect that is unknown; if the job fails then, it is what whoever
    waits for the run is told.
    """

    def __init__(self, **ports: Any) -> None:
        self._ports = ports

    def serve(self, run: Run, event: Event) -> None:
        """Answers the question of an event."""
        try:
            answer = self._ask(event)
            if inspect.isawaitable(answer):
                raise TypeError("a port with coroutines needs run_async")
        except Exception as error:
            _refuse(run, event, error)
            return
        _answer(run, event, answer)

    async def serve_async(self, run: Run, event: Event) -> None:
        """The same, and awaits what a method returns."""
        try:
            answer = self._ask(event)
            if inspect.isawaitable(answer):
                answer = await answer
        except Exception as error:
            _refuse(run, event, error)
            return
        _answer(run, event, answer)

    def _ask(self, event: Event) -> Any:
        told = event.json
        question = Question(told["port"], told["method"], told["arguments"], event.bytes)
        port = self._ports.get(question.port)
        method = getattr(port, question.method, None)
        if port is None or question.method.startswith("_") or not callable(method):
            raise HostError("Unsupported", effect="none")
        return method(question)


def _answer(run: Run, event: Event, answer: Any) -> None:
    told = answer if isinstance(answer, Answer) else Answer(answer)
    run.try_answer_raw(event.request, json.dumps({"ok": told.value}), bytes(told.bytes))


def _refuse(run: Run, event: Event, error: Exception) -> None:
    if isinstance(error, HostError):
        told = error.told
    elif isinstance(error, MigraytError):
        told = {"kind": error.kind, "effect": error.effect}
    else:
        told = {"kind": "Unexpected", "effect": "unknown", "code": type(error).__name__[:64]}
        # Kept before the engine hears of it, so that whoever waits finds it.
        run._mistake = run._mistake or error
    run.try_answer_raw(event.request, json.dumps({"error": told}))
