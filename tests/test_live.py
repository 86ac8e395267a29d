"""The live loop: the newest question, one answer at a time."""

import asyncio
import contextlib

import pytest

from gradcam_py.app import live_loop
from gradcam_py.app.live_loop import Live


class Desk:
    """Asks a number that tests change; an answer takes until tests let it end."""

    def __init__(self):
        self.number = 0
        self.answered = []
        self.under_way = 0
        self.rests = 0
        self.settled = 0
        self.may_end = asyncio.Event()
        self.shown = []  # each with how many answers were under way then
        self.given_up = []
        self.live = Live(self.ask, self.answer, self.show, self.rest, self.settle)

    def ask(self):
        return self.number

    async def answer(self, number):
        assert number == self.number, "a stale question"
        assert not self.under_way, "two answers at once"
        self.under_way += 1
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            self.given_up.append(number)
            raise
        finally:
            self.under_way -= 1
        self.may_end.clear()
        self.answered.append(number)
        return number

    def show(self, number):
        self.shown.append((number, self.under_way))

    async def rest(self):
        self.rests += 1

    def settle(self):
        self.settled += 1

    def set(self, number):
        self.number = number
        self.live.changed()

    async def until(self, condition):
        async with asyncio.timeout(10):
            while not condition():
                await asyncio.sleep(0)

    async def begin(self, number):
        """Change the number and wait until it is being answered."""
        self.set(number)
        await self.until(lambda: self.under_way)

    async def end(self):
        """Let the answer that is under way end."""
        count = len(self.answered)
        self.may_end.set()
        await self.until(lambda: len(self.answered) > count)


@pytest.fixture
async def desk(monkeypatch):
    monkeypatch.setattr(live_loop, "IDLE_SECONDS", 0.02)
    made = Desk()
    loop = asyncio.ensure_future(made.live.run())
    yield made
    loop.cancel()
    with contextlib.suppress(asyncio.CancelledError, ZeroDivisionError):
        await loop


async def test_changes_during_an_answer_cost_one_more_answer(desk):
    await desk.begin(1)
    for number in range(2, 8):
        desk.set(number)
    await desk.end()
    await desk.end()
    await desk.until(lambda: desk.settled)
    assert desk.answered == [1, 7]


async def test_a_steady_stream_of_changes_does_not_starve_the_answers(desk):
    await desk.begin(1)
    for number in range(2, 7):
        desk.set(number)
        await desk.end()
        await desk.until(lambda: desk.under_way)
    assert desk.answered == [1, 2, 3, 4, 5]


async def test_an_answer_is_shown_while_the_next_is_being_computed(desk):
    await desk.begin(1)
    desk.set(2)
    await desk.end()
    await desk.until(lambda: desk.shown)
    await desk.end()
    await desk.until(lambda: desk.settled)
    assert desk.shown == [(1, 1), (2, 0)]


async def test_an_answer_under_way_ends_with_the_loop(desk):
    """And so it does when showing the one before goes wrong."""

    def fail(_):
        raise ZeroDivisionError

    desk.live._show = fail
    await desk.begin(1)
    desk.set(2)
    desk.may_end.set()
    await desk.until(lambda: desk.given_up)
    assert desk.given_up == [2]


async def test_the_same_question_is_not_answered_twice(desk):
    await desk.begin(1)
    await desk.end()
    for _ in range(3):
        settled = desk.settled
        desk.set(1)
        await desk.until(lambda: desk.settled > settled)  # noqa: B023
    assert desk.answered == [1]


async def test_repeat_answers_the_same_question_again(desk):
    await desk.begin(1)
    await desk.end()
    desk.live.repeat()
    await desk.until(lambda: desk.under_way)
    await desk.end()
    assert desk.answered == [1, 1]


async def test_rest_comes_after_the_last_change_and_not_between(desk):
    await desk.begin(1)
    for number in range(2, 5):
        desk.set(number)
        await desk.end()
        await desk.until(lambda: desk.under_way)
        assert desk.rests == 0
    await desk.end()
    await desk.until(lambda: desk.rests)
    assert desk.answered == [1, 2, 3, 4]


async def test_a_change_during_rest_waits_for_it_and_is_then_answered(desk):
    may_go_on = asyncio.Event()
    resting = asyncio.Event()

    async def long_rest():
        resting.set()
        await may_go_on.wait()

    desk.live._rest = long_rest
    await desk.begin(1)
    await desk.end()
    await resting.wait()
    desk.set(2)
    assert desk.live.is_waiting()
    may_go_on.set()
    await desk.until(lambda: desk.under_way)
    await desk.end()
    assert desk.answered == [1, 2]


async def test_settled_is_told_only_when_the_newest_is_answered(desk):
    await desk.begin(1)
    desk.set(2)
    await desk.end()
    assert desk.settled == 0
    await desk.end()
    await desk.until(lambda: desk.settled)
    assert desk.answered == [1, 2]
