"""Passes in a row: one at a time, the next input ready, nothing left behind."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import numpy as np
import pytest

from gradcam_py.evaluation.curves import Ends, Subject, trace
from gradcam_py.evaluation.passes import passes
from gradcam_py.evaluation.scoring import Scoring
from tests.toy_session import IMAGE, ToySession

EVENTS = 5  # turns of the loop that a pass takes


class SlowSession(ToySession):
    """Takes its time, and notes when each pass begins and ends."""

    def __init__(self, log, broken=None):
        """The number `broken` of the passes, from 0, fails."""
        super().__init__()
        self.log, self.broken = log, broken
        self.under_way = self.most = self.begun = 0

    async def both(self, images, seed):
        number, self.begun = self.begun, self.begun + 1
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        self.log.append(f"begin {number}")
        try:
            for _ in range(EVENTS):
                await asyncio.sleep(0)
            if number == self.broken:
                raise ValueError("broken")
            self.log.append(f"end {number}")
            return await super().both(images, seed)
        finally:
            self.under_way -= 1


def inputs(log, count, broken=None):
    """As many pictures, each darker than the one before."""
    for number in range(count):
        if number == broken:
            raise ValueError("no more")
        log.append(f"make {number}")
        yield IMAGE * np.float32(1 - number / count)


async def settled():
    """Wait for less than a pass takes; what is still running then."""
    for _ in range(EVENTS - 2):
        await asyncio.sleep(0)
    return asyncio.all_tasks() - {asyncio.current_task()}


async def test_answers_come_in_order_from_one_pass_at_a_time():
    log = []
    session = SlowSession(log)
    found = [logits async for logits in passes(session, inputs(log, 4))]
    assert [each.tolist() for each in found] == [
        [3, 1], [2.25, 0.75], [1.5, 0.5], [0.75, 0.25],
    ]  # fmt: skip
    assert (session.begun, session.most) == (4, 1)
    assert await settled() == set()


async def test_the_next_input_is_made_while_the_network_computes():
    log = []
    async for _ in passes(SlowSession(log), inputs(log, 3)):
        log.append("taken")
    assert log == [
        "make 0",
        *("begin 0", "make 1", "end 0", "taken"),
        *("begin 1", "make 2", "end 1", "taken"),
        *("begin 2", "end 2", "taken"),
    ]


async def test_no_pass_begins_before_the_one_before_is_taken():
    log = []
    session = SlowSession(log)
    async with aclosing(passes(session, inputs(log, 4))) as stream:
        await anext(stream)
        assert await settled() == set()
        assert session.begun == 1


async def test_whoever_stops_taking_leaves_nothing_running():
    log = []
    session = SlowSession(log)
    async with aclosing(passes(session, inputs(log, 9))) as stream:
        async for _ in stream:
            if session.begun == 2:
                break
    assert await settled() == set()
    assert (session.begun, session.under_way) == (2, 0)


async def test_a_task_that_is_cancelled_in_a_pass_ends_the_pass():
    log = []
    session = SlowSession(log)

    async def take():
        async for _ in passes(session, inputs(log, 9)):
            pass

    task = asyncio.ensure_future(take())
    while session.begun < 2:
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await settled() == set()
    assert (session.begun, session.under_way) == (2, 0)


@pytest.mark.parametrize("where", ["session", "inputs"])
async def test_what_fails_is_told_and_leaves_nothing_running(where):
    log = []
    broken = {where: 1}
    session = SlowSession(log, broken.get("session"))
    with pytest.raises(ValueError, match=r"broken|no more"):
        async for _ in passes(session, inputs(log, 4, broken.get("inputs"))):
            pass
    assert await settled() == set()
    assert session.under_way == 0


async def test_no_input_is_no_pass():
    session = SlowSession([])
    assert [each async for each in passes(session, iter(()))] == []
    assert session.begun == 0


async def test_a_stream_of_states_that_is_given_up_leaves_nothing_running():
    session = SlowSession([])
    subject = Subject(IMAGE, np.zeros((1, 1, 3), np.float32), steps=8)
    known = Ends(np.zeros(2), np.ones(2))
    states = trace(session, subject, np.arange(16), Scoring(0), known)
    async with aclosing(states):
        await anext(states)
        await anext(states)
    assert await settled() == set()
    assert (session.begun, session.most, session.under_way) == (2, 1, 0)
