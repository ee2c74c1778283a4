"""Who belongs to whom, and what somebody would type."""

from typing import Any

from migrayt import Answer, Question


class Directory:
    def __init__(self, told: dict[str, Any], material: dict[str, Any]) -> None:
        self.tokens = material

    def look_up(self, question: Question) -> Any:
        return self.tokens.get(question.bytes.decode())


class Prompt:
    def __init__(self, told: dict[str, Any], material: Any) -> None:
        self.secrets = told

    def ask(self, question: Question) -> Answer:
        return Answer(None, self.secrets[question.arguments["wanted"]].encode())
