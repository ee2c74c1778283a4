"""A source: a few items as they are, or many that are made when they are asked for."""

from typing import Any, Iterator, Optional

from migrayt import Answer, HostError, Question

from .streams import Streams

_SHORT = ("id", "revision", "type", "state", "title", "parent", "rank")
_MEGABYTE = 1_048_576


class Source:
    def __init__(self, told: dict[str, Any], material: dict[str, Any]) -> None:
        self.told = told
        self.material = material
        self.page = told.get("page", 200)
        self.items = {int(item["id"]): item for item in material["items"]}
        self.streams = Streams()

    def describe(self, question: Question) -> Any:
        described: dict[str, Any] = self.material["describe"]
        return {**described, "capabilities": {**described["capabilities"], "max_page": self.page}}

    def catalog(self, question: Question) -> Any:
        return {**self.material["catalog"], "items": len(list(self._numbers()))}

    def read(self, question: Question) -> Any:
        asked = question.arguments
        short = asked["view"] == "outline"
        if "items" in asked:
            found = (self._item(int(id)) for id in asked["items"] if id.isdigit())
            return {"items": [_shown(item, short) for item in found if item is not None]}
        after = asked["after"]
        if after is not None and not after.isdigit():
            raise HostError("InputInvalid", code="cursor")
        due = [number for number in self._numbers() if number > int(after or 0)]
        if self.told.get("forgets"):
            due = due[:-1]
        page = due[: self.page]
        return {
            "items": [_shown(self._item(number) or {}, short) for number in page],
            "cursor": str(page[-1]) if page else None,
            "last": len(page) == len(due),
        }

    def open(self, question: Question) -> Any:
        id = question.arguments["file"]["id"]
        if id == "big" and "file_mb" in self.told:
            return self.streams.open(self._big())
        if id not in self.material["files"]:
            raise HostError("NotFound")
        return self.streams.open(iter([self.material["files"][id].encode()]))

    def pull(self, question: Question) -> Answer:
        return self.streams.pull(question)

    def close(self, question: Question) -> None:
        self.streams.close(question)

    def _numbers(self) -> Iterator[int]:
        if "items" in self.told:
            return iter(range(1, self.told["items"] + 1))
        return iter(self.items)

    def _item(self, number: int) -> Optional[dict[str, Any]]:
        if "items" not in self.told:
            return self.items.get(number)
        if not 1 <= number <= self.told["items"]:
            return None
        made: dict[str, Any] = self.material["generated"]
        item = {**made, "id": str(number), "title": f"{made['title']}{number}"}
        if number == 1 and "file_mb" in self.told:
            size = self.told["file_mb"] * _MEGABYTE
            item["attachments"] = [{"id": "big", "name": "big.bin", "size": size}]
        return item

    def _big(self) -> Iterator[bytes]:
        pattern = bytes(range(251)) * (65_536 // 251 + 2)
        pieces = self.told["file_mb"] * 16
        for number in range(pieces):
            if self.told.get("breaks_off") and number == pieces // 2:
                raise HostError("Unavailable")
            start = number * 65_536 % 251
            yield pattern[start : start + 65_536]


def _shown(item: dict[str, Any], short: bool) -> dict[str, Any]:
    return {name: item[name] for name in _SHORT if name in item} if short else item
