"""The switch for the graphics card, with native sessions in both places."""

import asyncio
from types import SimpleNamespace

import numpy as np
import pytest

from gradcam_py.app.graphics_card import GraphicsCard
from gradcam_py.errors import PlaygroundError
from gradcam_py.model.backends import Backends
from gradcam_py.model.folder import load_model_folder, read_from
from gradcam_py.model.recovery import SessionLost
from gradcam_py.words import computing
from tests.page_fakes import CountingSession, RecordingView

OFF, OFFER = str(computing.OFF), str(computing.OFFER)


@pytest.fixture(scope="module")
def manifest(folder):
    return load_model_folder(read_from(folder)).manifest


class Desk:
    """The switch, both sessions, and a page that is at rest whenever it is asked."""

    def __init__(self, folder, manifest):
        self.processor = CountingSession(folder, manifest)
        self.card = CountingSession(folder, manifest)
        self.card.backend = "webgpu"
        self.opening = None  # an error that opening the card raises
        self.backends = Backends(self.processor, self._open)
        self.view, self.told = RecordingView(), []
        side = manifest.input_size
        rng = np.random.default_rng(3)
        self.image = rng.uniform(0, 255, (side, side, 3)).astype(np.float32)
        self.seed = np.eye(manifest.classes, dtype=np.float32)[1]
        shown = SimpleNamespace(image=self.image, seed=self.seed)
        self.switch = GraphicsCard(
            self.backends,
            SimpleNamespace(view=self.view, shown=shown),
            lambda error: self.told.append(str(error)),
            self._come_to_rest,
        )
        self.rests = []

    async def _open(self):
        await asyncio.sleep(0.001)
        if self.opening:
            raise self.opening
        return self.card

    def _come_to_rest(self):
        self.rests.append(asyncio.ensure_future(self.switch.rest()))

    async def turn_on(self):
        self.switch.switch(True)
        async with asyncio.timeout(10):
            while self.view.latest["graphics_card"]["is_busy"]:
                await asyncio.sleep(0.001)

    async def ask(self):
        """One perturbation; the logits."""
        _, head = await self.backends.both(self.image[None], self.seed[None])
        self.switch.report_fault()  # as the page does after every answer
        return head.logits

    @property
    def shown(self):
        return self.view.latest["graphics_card"]


@pytest.fixture
async def desk(folder, manifest):
    made = Desk(folder, manifest)
    made.switch.offer()
    yield made
    assert made.view.faults == []


async def test_the_processor_computes_before_anybody_asks(desk):
    await desk.ask()
    assert desk.backends.backend == "wasm"
    assert desk.card.runs == []
    assert desk.shown == {"text": OFFER, "is_on": False, "is_busy": False}


async def test_a_card_that_agrees_computes(desk):
    await desk.turn_on()
    assert desk.shown["is_on"]
    assert "cosine of at least 1.000000" in desk.shown["text"]
    assert desk.processor.runs == desk.card.runs == ["both", "layers"]
    await desk.ask()
    assert desk.backends.backend == "webgpu"
    assert desk.card.runs == ["both", "layers", "both"]
    assert desk.processor.runs == ["both", "layers"]
    assert desk.told == []


async def test_the_processor_computes_again_when_it_is_switched_off(desk):
    await desk.turn_on()
    desk.switch.switch(False)
    assert desk.shown["text"] == OFF
    assert desk.card.closed == 1
    await desk.ask()
    assert desk.processor.runs == ["both", "layers", "both"]


async def test_a_card_that_differs_is_closed_and_told(desk):
    desk.card.factor = 1.02
    await desk.turn_on()
    assert desk.shown == {"text": OFF, "is_on": False, "is_busy": False}
    [told] = desk.told
    assert told.startswith("The graphics card is not used: ")
    assert "1.020 times as large" in told
    assert desk.card.closed == 1
    assert desk.backends.backend == "wasm"


@pytest.mark.parametrize(
    "error", [PlaygroundError("no\nadapter."), SessionLost("no adapter")]
)
async def test_a_card_that_does_not_open_is_told(desk, error):
    desk.opening = error
    await desk.turn_on()
    assert desk.told == [
        "The graphics card is not used: no adapter. The processor computes."
    ]
    assert not desk.shown["is_on"]


@pytest.mark.parametrize("error", [PlaygroundError("device lost"), SessionLost("gone")])
async def test_a_card_that_fails_later_loses_no_answer(desk, error):
    wanted = await desk.ask()
    await desk.turn_on()
    desk.card.failure = error
    np.testing.assert_array_equal(await desk.ask(), wanted)
    assert desk.backends.backend == "wasm"
    assert desk.card.closed == 1
    assert desk.told == [
        f"The graphics card is not used: {error}. The processor computes."
    ]
    await desk.ask()
    assert len(desk.told) == 1


async def test_switching_off_during_the_trial_closes_the_card(desk):
    desk.switch.switch(True)
    while not desk.card.runs:
        await asyncio.sleep(0)
    desk.switch.switch(False)
    await asyncio.sleep(0.02)
    assert desk.card.closed == 1
    assert desk.backends.backend == "wasm"
    assert desk.shown["text"] == OFF
    assert desk.told == []


async def test_the_processors_loss_is_no_fault_of_the_card(desk):
    desk.processor.deaths = 1
    with pytest.raises(SessionLost):
        await desk.ask()
    await desk.backends.restart()
    assert desk.processor.restarts == 1
    await desk.ask()
    assert desk.told == []
