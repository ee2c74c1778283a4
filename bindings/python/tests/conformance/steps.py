"""What the steps of cases do, each a function of its name."""

from __future__ import annotations

import contextlib
import json
import select
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterator

import migrayt
from migrayt import Kind, _abi

from . import beneath, memory as resident
from .host import make as make_host
from .match import difference

if TYPE_CHECKING:
    from .case import Case

Step = dict[str, Any]


def compare(expected: Any, found: Any) -> None:
    wrong = difference(expected, found)
    if wrong is not None:
        raise AssertionError(wrong)


@contextlib.contextmanager
def failing(step: Step) -> Iterator[None]:
    """What is within must fail if the step says so."""
    try:
        yield
    except migrayt.MigraytError as error:
        if "fails" not in step:
            raise
        compare(step["fails"], {**vars(error), "message": str(error)})
    else:
        if "fails" in step:
            raise AssertionError(f"it did not fail with {step['fails']}")


def folder(case: Case, step: Step) -> None:
    made = Path(tempfile.mkdtemp(prefix="migrayt-case-"))
    case.folders.append(made)
    case.variables[step["as"]] = str(made)


def replace(case: Case, step: Step) -> None:
    path = Path(step["file"])
    before = path.read_text("utf-8")
    if step["from"] not in before:
        raise AssertionError("the file does not have the text")
    path.write_text(before.replace(step["from"], step["to"], 1), "utf-8")


def about(case: Case, step: Step) -> None:
    compare(step["expect"], migrayt.about())


def abi(case: Case, step: Step) -> None:
    with failing(step):
        engine = migrayt.Engine.__new__(migrayt.Engine)
        engine._open("{}", "", _abi.ABI_VERSION + 1)


def simulate(case: Case, step: Step) -> None:
    if "simulators" not in case.engines:
        case.engines["simulators"] = migrayt.Engine(threads=4)
    run = case.engines["simulators"].start({"job": "simulate", **step["with"]})
    case.runs[step["as"]] = run
    event = run.next()
    assert event is not None and event.json["state"] == "ready"
    case.variables[step["as"]] = event.json


def engine(case: Case, step: Step) -> None:
    with failing(step):
        made = migrayt.Engine.from_options(step["options"], step.get("token", ""))
        case.engines[step.get("as", "unnamed")] = made


def host(case: Case, step: Step) -> None:
    case.hosts[step["as"]] = make_host(step["with"], case.read("host.json"))


def trouble(case: Case, step: Step) -> None:
    case.hosts[step["host"]].trouble = step["error"]


def job(case: Case, step: Step) -> None:
    with failing(step):
        with case.engines[step["engine"]].start(step["job"], step.get("bytes", "").encode()) as run:
            found = run.wait(case.hosts.get(step.get("host")))
        if "fails" not in step:
            compare(step.get("expect", {}), found)


def start(case: Case, step: Step) -> None:
    with failing(step):
        run = case.engines[step["engine"]].start(step["job"], step.get("bytes", "").encode())
        case.runs[step["as"]] = run
        case.served[id(run)] = case.hosts.get(step.get("host"))


def _fetch(case: Case, run: migrayt.Run) -> "migrayt.Event | None":
    """The next event, after the host has answered it."""
    event = run.next(60)
    asked = case.served.get(id(run))
    if event is not None and event.kind is Kind.REQUEST and asked is not None:
        asked.serve(run, event)
    return event


def until(case: Case, step: Step) -> None:
    run = case.runs[step["run"]]
    while (event := _fetch(case, run)) is not None:
        if event.kind.name.lower() == step["kind"] and difference(step["event"], event.json) is None:
            case.variables[step.get("as", "request")] = event.request
            return
    raise AssertionError("the run ended before that event")


def quiet(case: Case, step: Step) -> None:
    run = case.runs[step["run"]]
    with contextlib.suppress(TimeoutError):
        while run.next(0) is not None:
            pass
        raise AssertionError("the run is over")
    try:
        event = run.next(step["ms"] / 1000)
    except TimeoutError:
        return
    raise AssertionError(f"{event} came")


def finish(case: Case, step: Step) -> None:
    run = case.runs[step["run"]]
    with failing(step):
        found: dict[str, Any] = {}
        while (event := _fetch(case, run)) is not None:
            if event.kind is Kind.RESULT:
                found = event.json
        if "fails" not in step:
            compare(step.get("expect", {}), found)


def answer(case: Case, step: Step) -> None:
    with failing(step):
        case.runs[step["run"]].answer_raw(step["request"], json.dumps(step["json"]))


def pause(case: Case, step: Step) -> None:
    with failing(step):
        case.runs[step["run"]].pause()


def resume(case: Case, step: Step) -> None:
    with failing(step):
        case.runs[step["run"]].resume()


def cancel(case: Case, step: Step) -> None:
    case.runs[step["run"]].cancel()


def free(case: Case, step: Step) -> None:
    if "engine" in step:
        case.engines.pop(step["engine"]).close()
    else:
        case.runs.pop(step["run"]).close()


def descriptor(case: Case, step: Step) -> None:
    try:
        found = case.runs[step["run"]].descriptor()
    except migrayt.UnsupportedError:
        return
    end = time.monotonic() + 5
    while bool(select.select([found], [], [], 0.05)[0]) != step["readable"]:
        if time.monotonic() > end:
            raise AssertionError(f"the descriptor is not as it should be: {step['readable']}")


def child(case: Case, step: Step) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        told = {"steps": step["steps"], "variables": case.variables, "material": str(case.material)}
        json.dump(told, file)
        file.flush()
        command = [sys.executable, "-m", "conformance", "--child", file.name]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            reached = any(line.strip() == step["kill_at"] for line in process.stdout)
            process.send_signal(signal.SIGKILL)
    if not reached or process.returncode != -signal.SIGKILL:
        raise AssertionError(f"the process ended by itself with {process.returncode}")


def say(case: Case, step: Step) -> None:
    print(step["line"], flush=True)


def memory(case: Case, step: Step) -> None:
    case.variables[step["as"]] = resident.megabytes()


def memory_at_most(case: Case, step: Step) -> None:
    most = case.variables[step["of"]] * step["factor"] + step["more_mb"]
    found = resident.megabytes()
    if found > most:
        raise AssertionError(f"{found:.0f} MB, more than {most:.0f} MB")


def host_counted(case: Case, step: Step) -> None:
    compare(step["expect"], case.hosts[step["host"]].counted())


def misuse(case: Case, step: Step) -> None:
    with failing(step):
        found = getattr(beneath, step["what"])(case, step)
        if "expect" in step:
            compare(step["expect"], found)
