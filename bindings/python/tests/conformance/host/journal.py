"""A journal: a table of texts for each tenant."""

from typing import Any

from migrayt import Answer, Question


class Journal:
    def __init__(self, told: dict[str, Any], material: dict[str, Any]) -> None:
        self.key = bytes.fromhex(material["key"])
        self.tables: dict[str, dict[str, str]] = {}

    def table(self, question: Question) -> dict[str, str]:
        return self.tables.setdefault(question.arguments["tenant"], {})

    def describe(self, question: Question) -> Answer:
        return Answer({"durable": False}, self.key)

    def get(self, question: Question) -> Any:
        table = self.table(question)
        return {"values": [table.get(key) for key in question.arguments["keys"]]}

    def scan(self, question: Question) -> Any:
        table, asked = self.table(question), question.arguments
        # Keys are ASCII, so that the order of their letters is that of their bytes.
        keys = sorted(key for key in table if asked["after"] < key < asked["before"])
        return {"rows": [{"key": key, "value": table[key]} for key in keys[: asked["limit"]]]}

    def commit(self, question: Question) -> Any:
        table, asked = self.table(question), question.arguments
        conflict = [
            check["key"] for check in asked["checks"] if table.get(check["key"]) != check["value"]
        ]
        if conflict:
            return {"conflict": conflict}
        for put in asked["puts"]:
            table[put["key"]] = put["value"]
        for key in asked["deletes"]:
            table.pop(key, None)
        return None
