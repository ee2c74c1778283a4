"""Files that are read a piece at a time."""

from typing import Any, Iterator

from migrayt import Answer, HostError, Question


class Streams:
    def __init__(self) -> None:
        self.open_streams: dict[str, Iterator[bytes]] = {}
        self.opened = 0

    def open(self, pieces: Iterator[bytes]) -> Any:
        self.opened += 1
        name = f"stream-{self.opened}"
        self.open_streams[name] = pieces
        return {"stream": name}

    def pull(self, question: Question) -> Answer:
        name = question.arguments["stream"]
        if name not in self.open_streams:
            raise HostError("NotFound")
        piece = next(self.open_streams[name], None)
        # A piece without bytes would not be the end.
        while piece == b"":
            piece = next(self.open_streams[name], None)
        if piece is None:
            del self.open_streams[name]
            return Answer({"end": True})
        return Answer({"end": False}, piece)

    def close(self, question: Question) -> None:
        self.open_streams.pop(question.arguments["stream"], None)
