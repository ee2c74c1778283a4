"""The migration of `migration.rs`, driven by Python: `migration.py FOLDER ITEMS` tells the seconds."""

import sys
import time
from typing import Any

from migrayt import Engine, Run

JOBS = ("scan", "suggest", "plan", "run", "verify")


def ready(run: Run) -> dict[str, Any]:
    """Where a simulator serves."""
    event = run.next()
    assert event is not None, "a simulator ended"
    told: dict[str, Any] = event.json
    return told


def carry_out(folder: str, items: int) -> float:
    """Seconds of a whole migration between two simulated trackers."""
    trackers = Engine()
    source = trackers.start({"job": "simulate", "tracker": "azure-devops", "items": items})
    target = trackers.start({"job": "simulate", "tracker": "jira"})
    ado, jira = ready(source), ready(target)
    configuration = {
        "version": 1,
        "source": {
            "kind": "azure-devops", "url": ado["url"], "project": ado["project"],
            "token": "vault:ado",
        },
        "target": {
            "kind": "jira", "url": jira["url"], "project": jira["project"],
            "email": jira["email"], "token": "vault:jira",
        },
        "protocol": {"scale": 100},
    }
    began = time.perf_counter()
    with Engine(configuration, folder=folder, ports={"vault": "memory"}) as engine:
        for name, told in (("ado", ado), ("jira", jira)):
            engine.run("vault_put", name=name, more=told["token"].encode())
        for job in JOBS:
            result = engine.run(job)
            assert result.get("clean", True), result
            assert result.get("closing", "completed") == "completed", result
        return time.perf_counter() - began


if __name__ == "__main__":
    print(carry_out(sys.argv[1], int(sys.argv[2])))
