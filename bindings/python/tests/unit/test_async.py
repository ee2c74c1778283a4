"""Runs in an event loop, which goes on meanwhile."""

import asyncio
import unittest
from typing import Any

import migrayt

CONVERT = {"from": "html", "to": "markdown", "text": "x"}
ASKED = {"version": 1, "source": {"kind": "host"}, "target": {"kind": "host"}}


class Silent:
    """A source that never answers."""

    async def describe(self, question: migrayt.Question) -> Any:
        await asyncio.sleep(3600)


class Patient:
    """A source that answers when it is told to."""

    def __init__(self) -> None:
        self.ready = asyncio.Event()

    async def describe(self, question: migrayt.Question) -> Any:
        await self.ready.wait()
        raise migrayt.HostError("NotFound")


class Broken:
    """A source with a mistake of its own."""

    async def describe(self, question: migrayt.Question) -> Any:
        raise KeyError("a mistake")


class Runs(unittest.IsolatedAsyncioTestCase):
    async def test_many_runs_go_on_side_by_side(self) -> None:
        with migrayt.Engine() as engine:
            found = await asyncio.gather(*(engine.run_async("convert", **CONVERT) for _ in range(50)))
        self.assertEqual({one["text"] for one in found}, {"x"})

    async def test_the_loop_goes_on_while_a_run_waits(self) -> None:
        patient = Patient()

        async def tick() -> None:
            for _ in range(100):
                await asyncio.sleep(0)
            patient.ready.set()

        ticking = asyncio.ensure_future(tick())
        with migrayt.Engine(ASKED, folder=".", ports={"journal": "memory"}) as engine:
            # It can end only if the loop goes on while it waits.
            with self.assertRaises(migrayt.NotFoundError):
                await engine.run_async("scan", host=migrayt.Host(source=patient))
        await ticking

    async def test_a_task_that_is_cancelled_cancels_its_job(self) -> None:
        with migrayt.Engine(ASKED, folder=".", ports={"journal": "memory"}) as engine:
            run = engine.start({"job": "scan"})
            task = asyncio.ensure_future(run.wait_async(migrayt.Host(source=Silent())))
            await asyncio.sleep(0.05)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            with self.assertRaises(migrayt.CancelledError):
                while run.next(10) is not None:
                    pass
            run.close()

    async def test_a_mistake_of_the_host_is_told_to_whoever_waits(self) -> None:
        with migrayt.Engine(ASKED, folder=".", ports={"journal": "memory"}) as engine:
            with self.assertRaises(KeyError):
                await engine.run_async("scan", host=migrayt.Host(source=Broken()))

    async def test_an_iteration_that_is_left_leaves_the_loop_alone(self) -> None:
        with migrayt.Engine() as engine, engine.start({"job": "convert", **CONVERT}) as run:
            async for event in run:
                self.assertIs(event.kind, migrayt.Kind.RESULT)
                break


if __name__ == "__main__":
    unittest.main()
