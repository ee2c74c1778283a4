"""Moves the sample project between two simulated trackers on this machine.

Against real trackers, leave the simulators out and write your own addresses; the tokens go into the
vault in the same way. Needs a library with the feature ``sim``, which that of the wheel for tests has.
"""

import sys
import tempfile
from typing import Any

import migrayt


def simulated(engine: migrayt.Engine, tracker: str) -> tuple[migrayt.Run, dict[str, Any]]:
    """A simulated tracker, and where it is. It serves until its run is closed."""
    run = engine.start({"job": "simulate", "tracker": tracker})
    ready = run.next()
    assert ready is not None
    return run, ready.json


def configuration(source: dict[str, Any], target: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": 1,
        "source": {
            "kind": "azure-devops",
            "url": source["url"],
            "project": source["project"],
            "token": "vault:azure-devops",
        },
        "target": {
            "kind": "jira",
            "url": target["url"],
            "project": target["project"],
            "email": target["email"],
            "token": "vault:jira",
        },
        # Simulators are fast: the waits of the exactly-once protocol can be short.
        "protocol": {"scale": 100},
    }


def show(progress: dict[str, Any]) -> None:
    total = progress["total"] if progress["total"] is not None else "?"
    print(f"\r{progress['phase']:<10} {progress['done']:>5} of {total}   ", end="", file=sys.stderr)


def migrate(folder: str) -> bool:
    with migrayt.Engine() as simulators:
        source_run, source = simulated(simulators, "azure-devops")
        target_run, target = simulated(simulators, "jira")
        with source_run, target_run, migrayt.Engine(
            configuration(source, target), folder=folder, ports={"vault": "memory"}
        ) as engine:
            engine.run("vault_put", name="azure-devops", more=source["token"].encode())
            engine.run("vault_put", name="jira", more=target["token"].encode())

            engine.run("scan")
            engine.run("suggest")
            plan = engine.run("plan", on_progress=show)["summary"]
            print(f"\nplanned: {plan['items']} items, {plan['losses']} losses, {plan['refusals']} refused")

            run = engine.run("run", on_progress=show)
            print(f"\nrun: {run['closing']}, {run['requests']} requests")

            verified = engine.run("verify", on_progress=show)
            found = verified["found"]
            print(f"\nverified: {found['matched']} of {found['items']} items stand as planned")
            return bool(verified["clean"]) and run["closing"] == "completed"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        return 0 if migrate(folder) else 1


if __name__ == "__main__":
    sys.exit(main())
