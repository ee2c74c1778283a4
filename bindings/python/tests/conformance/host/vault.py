"""A vault: values with versions, for each tenant and name."""

from typing import Any, Optional

from migrayt import Answer, Question

Value = tuple[str, bytes]


class Vault:
    def __init__(self, told: dict[str, Any], material: Any) -> None:
        self.current: dict[tuple[str, str], Value] = {}
        self.staged: dict[tuple[str, str], Value] = {}

    def describe(self, question: Question) -> Any:
        return {"durable": False, "shared": False}

    def put(self, question: Question) -> str:
        if self._version(question) is not None:
            return "taken"
        self.current[_place(question)] = (question.arguments["version"], question.bytes)
        return "done"

    def hold(self, question: Question) -> Any:
        version = self._version(question)
        if version is None:
            return None
        return Answer({"version": version}, self.current[_place(question)][1])

    def rotate(self, question: Question) -> str:
        version = self._version(question)
        if version is None:
            return "absent"
        if version != question.arguments["from"]:
            return "newer"
        self.current[_place(question)] = (question.arguments["version"], question.bytes)
        return "done"

    def stage(self, question: Question) -> str:
        version, wanted = self._version(question), question.arguments["version"]
        staged = self.staged.get(_place(question))
        if version is None:
            return "absent"
        if wanted in (version, staged and staged[0]):
            return "taken"
        if version != question.arguments["from"]:
            return "newer"
        self.staged[_place(question)] = (wanted, question.bytes)
        return "done"

    def promote(self, question: Question) -> str:
        version, wanted = self._version(question), question.arguments["version"]
        staged = self.staged.get(_place(question))
        if version is None:
            return "absent"
        if version == wanted:
            return "done"
        if version != question.arguments["from"]:
            return "newer"
        if staged is None or staged[0] != wanted:
            return "unstaged"
        self.current[_place(question)] = self.staged.pop(_place(question))
        return "done"

    def destroy(self, question: Question) -> str:
        if self._version(question) is None:
            return "absent"
        del self.current[_place(question)]
        self.staged.pop(_place(question), None)
        return "done"

    def names(self, question: Question) -> list[str]:
        return [name for tenant, name in self.current if tenant == question.arguments["tenant"]]

    def _version(self, question: Question) -> Optional[str]:
        found = self.current.get(_place(question))
        return found and found[0]


def _place(question: Question) -> tuple[str, str]:
    return question.arguments["tenant"], question.arguments["name"]
