"""One case: what it keeps under names, and its steps."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import migrayt

from . import steps

_VARIABLE = re.compile(r"\$([a-z0-9]+)(?:\.([a-z_]+))?")


class Case:
    def __init__(self, name: str, material: Path, variables: dict[str, Any]) -> None:
        self.name = name
        self.material = material
        self.variables = dict(variables)
        self.engines: dict[str, migrayt.Engine] = {}
        self.runs: dict[str, migrayt.Run] = {}
        self.hosts: dict[str, Any] = {}
        #: Which host answers the questions of a run.
        self.served: dict[int, Any] = {}
        self.folders: list[Path] = []

    def carry_out(self, told: list[dict[str, Any]]) -> None:
        for number, step in enumerate(told, 1):
            step = {name: value if name == "steps" else self.filled(value) for name, value in step.items()}
            try:
                getattr(steps, step["op"])(self, step)
            except migrayt.MigraytError as error:
                raise AssertionError(f"step {number} ({step['op']}): {error.kind}: {error}") from error
            except AssertionError as error:
                raise AssertionError(f"step {number} ({step['op']}): {error}") from error

    def filled(self, value: Any) -> Any:
        """A value with its variables filled in."""
        if isinstance(value, dict):
            return {name: self.filled(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.filled(one) for one in value]
        if not isinstance(value, str) or "$" not in value:
            return value
        if (whole := _VARIABLE.fullmatch(value)) and whole[1] in self.variables:
            return self.variable(whole)
        return _VARIABLE.sub(
            lambda found: str(self.variable(found)) if found[1] in self.variables else found[0], value
        )

    def variable(self, found: re.Match[str]) -> Any:
        value = self.variables[found[1]]
        return value[found[2]] if found[2] else value

    def __enter__(self) -> Case:
        return self

    def __exit__(self, *_: object) -> None:
        for run in self.runs.values():
            run.close()
        for engine in self.engines.values():
            engine.close()
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)

    def read(self, name: str) -> Any:
        return json.loads((self.material / name).read_text("utf-8"))
