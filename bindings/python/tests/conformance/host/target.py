"""A target: keeps what it is given and gives it back."""

from typing import Any, Optional

from migrayt import Answer, HostError, Question

from .streams import Streams


class Target:
    def __init__(self, told: dict[str, Any], material: dict[str, Any]) -> None:
        self.told = told
        self.material = material
        self.page = told.get("page", 50)
        self.items: dict[int, dict[str, Any]] = {}
        self.order: list[int] = []
        self.nodes: list[dict[str, Any]] = []
        self.properties_of: dict[tuple[int, str], Any] = {}
        self.files: dict[str, bytes] = {}
        self.uploads: dict[str, tuple[dict[str, Any], list[bytes], list[int]]] = {}
        self.streams = Streams()
        self.last = 0
        self.counted = {"items": 0, "files": 0, "bytes": 0}

    def describe(self, question: Question) -> Any:
        described: dict[str, Any] = self.material["describe"]
        return {**described, "capabilities": {**described["capabilities"], "max_read_back": self.page}}

    def catalog(self, question: Question) -> Any:
        catalog: dict[str, Any] = {**self.material["catalog"], "items": len(self.items)}
        catalog["nodes"] = catalog["nodes"] + self.nodes
        if "largest_file" in self.told:
            catalog["max_attachment"] = self.told["largest_file"]
        return catalog

    def prepare(self, question: Question) -> Any:
        results = []
        for wanted in question.arguments["preparations"]:
            same = (n for n in self.nodes if (n["kind"], n["name"]) == (wanted["kind"], wanted["name"]))
            node = next(same, None)
            existed = node is not None
            if node is None:
                node = {"id": str(self._number()), "kind": wanted["kind"], "name": wanted["name"]}
                self.nodes.append(node)
            results.append({"ok": {"id": node["id"], "existed": existed}})
        return {"results": results}

    def high_water(self, question: Question) -> Any:
        return {"high_water": str(self.last)}

    def apply(self, question: Question) -> Any:
        results: list[dict[str, Any]] = []
        for order in question.arguments["orders"]:
            if self.told.get("forgets") and len(results) == 1:
                results.append(results[0])
                continue
            try:
                results.append({"ok": self._carry_out(order)})
            except HostError as error:
                results.append({"error": {"effect": "none", **error.told}})
        return {"results": results}

    def _carry_out(self, order: dict[str, Any]) -> Any:
        payload, operation = order["payload"], order["operation"]
        if operation == "create":
            return self._create(order)
        if self.told.get("forgets_all"):
            return {"part": str(self._number())} if operation in ("comment", "worklog") else {}
        own = self._item(order["target"])
        item, part = self.items[own], str(self._number())
        if operation in ("comment", "worklog"):
            entry = {key: value for key, value in payload.items() if (operation, key) != ("comment", "created")}
            item[f"{operation}s"].append({**entry, "id": part, "marker": order["marker"]})
            return {"part": part}
        if operation in ("update", "rewrite_body", "sprint"):
            item["fields"].update(payload["fields"])
            item["fields"] = {id: value for id, value in item["fields"].items() if value is not None}
        elif operation == "transition":
            item["state"] = payload["to"]
        elif operation == "watch":
            if payload["person"]["id"] not in item["watchers"]:
                item["watchers"].append(payload["person"]["id"])
        elif operation == "property":
            self.properties_of[own, payload["name"]] = payload["value"]
        elif operation == "remote_link":
            others = [link for link in item["remote_links"] if link["global_id"] != payload["global_id"]]
            item["remote_links"] = [*others, payload]
        elif operation == "link":
            other = self._item(payload["other"])
            for one, end, outward in ((own, other, True), (other, own, False)):
                link = {"link_type": payload["link_type"], "other": _target(end), "outward": outward}
                self.items[one]["links"].append(link)
        elif operation == "rank":
            after = self._item(payload["after"])
            self.order.remove(own)
            self.order.insert(self.order.index(after) + 1, own)
        else:
            raise HostError("Unsupported")
        return {}

    def _create(self, order: dict[str, Any]) -> Any:
        payload, number = order["payload"], self._number()
        self.counted["items"] += 1
        if self.told.get("forgets_all"):
            return {"target": _target(number)}
        if payload.get("parent"):
            self._item(payload["parent"])
        self.items[number] = {
            "target": _target(number), "marker": order["marker"], "type": payload["type"], "state": "Open",
            "parent": payload.get("parent"), "fields": dict(payload["fields"]),
            "history": payload.get("history"), "comments": [], "attachments": [], "links": [],
            "remote_links": [], "worklogs": [], "watchers": [],
        }
        self.order.append(number)
        return {"target": _target(number)}

    def attach_begin(self, question: Question) -> Any:
        order = question.arguments["order"]
        if not self.told.get("forgets_all"):
            self._item(order["target"])
        name = f"upload-{self._number()}"
        self.uploads[name] = (order, [], [0])
        return {"upload": name}

    def attach_piece(self, question: Question) -> None:
        _, pieces, size = self._upload(question)
        size[0] += len(question.bytes)
        if not self._forgets_bytes():
            pieces.append(question.bytes)

    def attach_end(self, question: Question) -> Any:
        order, pieces, size = self._upload(question)
        del self.uploads[question.arguments["upload"]]
        part = str(self._number())
        self.counted["files"] += 1
        self.counted["bytes"] += size[0]
        if not self.told.get("forgets_all"):
            file = {"id": part, "marker": order["marker"], "name": order["payload"]["name"], "size": size[0]}
            self.items[self._item(order["target"])]["attachments"].append(file)
            self.files[part] = b"".join(pieces)
        return {"part": part}

    def attach_abort(self, question: Question) -> None:
        self.uploads.pop(question.arguments["upload"], None)

    def read_back(self, question: Question) -> Any:
        wanted = (_number_of(id) for id in question.arguments["items"])
        found = (number for number in wanted if number in self.items)
        return {"items": [{**self.items[n], "rank": f"{self.order.index(n):09}"} for n in found]}

    def sweep(self, question: Question) -> Any:
        cursor = question.arguments["cursor"]
        place = cursor if cursor is not None else question.arguments["after"] or "0"
        if not place.isdigit():
            raise HostError("InputInvalid")
        due = [number for number in self.items if number > int(place)]
        page = due[: self.page]
        told = [{"target": self.items[n]["target"], "marker": self.items[n]["marker"]} for n in page]
        return {"items": told, "cursor": str(page[-1]) if page else None, "last": len(page) == len(due)}

    def properties(self, question: Question) -> Any:
        wanted = (_number_of(id) for id in question.arguments["items"])
        names = question.arguments["names"]
        return {"items": [
            {"id": f"D-{number}", "properties": {
                name: self.properties_of[number, name] for name in names if (number, name) in self.properties_of
            }}
            for number in wanted if number in self.items
        ]}

    def open(self, question: Question) -> Any:
        if self._forgets_bytes():
            raise HostError("Unsupported")
        file = self.files.get(question.arguments["file"])
        if file is None:
            raise HostError("NotFound")
        return self.streams.open(iter([file]))

    def pull(self, question: Question) -> Answer:
        return self.streams.pull(question)

    def close(self, question: Question) -> None:
        self.streams.close(question)

    def _forgets_bytes(self) -> bool:
        return bool(self.told.get("forgets_bytes") or self.told.get("forgets_all"))

    def _upload(self, question: Question) -> tuple[dict[str, Any], list[bytes], list[int]]:
        if question.arguments["upload"] not in self.uploads:
            raise HostError("NotFound", effect="none")
        return self.uploads[question.arguments["upload"]]

    def _item(self, target: dict[str, Any]) -> int:
        number = _number_of(target["id"])
        if number is None or number not in self.items:
            raise HostError("NotFound", effect="none")
        return number

    def _number(self) -> int:
        self.last += 1
        return self.last


def _target(number: int) -> dict[str, str]:
    return {"id": f"D-{number}", "key": f"DEPOT-{number}"}


def _number_of(id: str) -> Optional[int]:
    return int(id[2:]) if id.startswith("D-") and id[2:].isdigit() else None
