"""The host that the cases speak of: ports in memory."""

from typing import Any

from migrayt import Event, Host, HostError, Run

from .journal import Journal
from .people import Directory, Prompt
from .source import Source
from .target import Target
from .vault import Vault


class Conformance:
    """Makes a port anew."""

    def __init__(self, host: "CaseHost") -> None:
        self.host = host

    def empty(self, question: Any) -> None:
        self.host.make(question.arguments["port"])


class CaseHost(Host):
    """A host that can be in trouble or silent."""

    def __init__(self, told: dict[str, Any], material: dict[str, Any]) -> None:
        super().__init__(conformance=Conformance(self))
        self.told = told
        self.material = material
        self.trouble: Any = None
        for port in told:
            self.make(port)

    def make(self, port: str) -> None:
        made = {
            "source": Source, "target": Target, "journal": Journal, "vault": Vault,
            "directory": Directory, "prompt": Prompt,
        }[port]
        self._ports[port] = made(self.told[port], self.material.get(port))

    def serve(self, run: Run, event: Event) -> None:
        if self.told.get(event.json["port"], {}).get("silent"):
            return
        super().serve(run, event)

    def _ask(self, event: Event) -> Any:
        if self.trouble is not None:
            error = HostError(self.trouble["kind"])
            error.told = self.trouble
            raise error
        return super()._ask(event)

    def counted(self) -> dict[str, int]:
        counted: dict[str, int] = self._ports["target"].counted
        return counted


def make(told: dict[str, Any], material: dict[str, Any]) -> CaseHost:
    return CaseHost(told, material)
