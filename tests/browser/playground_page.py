"""The page as its visitors handle it: open, draw, choose, read off.

Tests say what they do by these methods. Nothing here knows how the page works inside:
ids and `window.playground.state()` of the page's contract are all that is used.
"""

import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    BrowserContext,
    FilePayload,
    Frame,
    Locator,
    Page,
    Worker,
)

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
# Of waiting for a condition; many times what a slow machine needs.
PATIENCE_MS = 120_000
POLL_MS = 10
MOST_PRINTED = 4  # sheets of a worksheet
PDF_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
OBSERVE = Path(__file__).parent / "observe.js"
# Chromium asks for it again whenever the address changes, even without a network.
ICON = "/icon.svg"
# How a visitor finds the page when it was opened without a link.
FIRST_SAMPLE = "cat-and-dog"
LESSON_FONT = """[...document.fonts].some(({ family, status }) =>
    family.includes("Lesson Math") && status === "loaded")"""

Place = tuple[float, float]  # x and y in 0..1 of the picture


class PlaygroundPage:
    """One tab with the playground."""

    def __init__(self, context: BrowserContext, origin: str):
        """An empty tab in `context`; the page is served at `origin`."""
        context.set_default_timeout(PATIENCE_MS)
        self.context, self.origin = context, origin
        self.requests: list[str] = []
        self.errors: list[str] = []
        context.on("request", lambda request: self.requests.append(request.url))
        self._new_tab()

    def _new_tab(self) -> None:
        self.page: Page = self.context.new_page()
        self.document: Page | Frame = self.page  # what holds the playground
        self.has_crashed = False
        self.page.add_init_script(path=OBSERVE)
        self.page.on("crash", self._crash)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._hear)

    def _crash(self, _page: Page) -> None:
        self.has_crashed = True

    def _hear(self, message) -> None:
        if message.type == "error" and not message.location["url"].endswith(ICON):
            self.errors.append(message.text)

    # Opening and waiting

    def go(self, query: str = "", fragment: str = "") -> None:
        """Begin to load the page."""
        self.page.goto(f"{self.origin}/{query}{fragment}")

    def open(self, query: str = "", fragment: str = "") -> None:
        """Load the page and wait for the first explanation."""
        self.go(query, fragment)
        self.wait_ready()

    def wait(self, condition: str, argument: Any = None) -> None:
        """Wait until a JavaScript expression, which may use `argument`, is true.

        (Playwright's own `wait_for_function` needs eval, which the page forbids.)
        """
        test = f"argument => Boolean({condition})"
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while not self.document.evaluate(test, argument):
            assert time.monotonic() < deadline, f"{condition} did not come true"
            self.page.wait_for_timeout(POLL_MS)

    def wait_ready(self) -> None:
        """Wait until the page shows the answer to what was asked last."""
        # a stroke is told once a frame: the one that comes now, if any
        self.document.evaluate("new Promise(requestAnimationFrame)")
        self.wait("['ready', 'error'].includes(document.body?.dataset.state)")
        self.wait("document.body.dataset.state !== 'busy'")
        assert self.data_state() != "error", self.problem()

    def wait_all_layers(self) -> None:
        """Wait until all layers' maps belong to the answer shown."""
        self.wait("playground.state().strip")

    def wait_problem(self) -> str:
        """Wait for a message; what it says."""
        self["#problem"].wait_for(state="visible")
        return self.problem()

    def sheets(self) -> int:
        """How many sheets of A4 it is on paper."""
        return len(PDF_PAGE.findall(self.page.pdf(format="A4")))

    def reset(self) -> None:
        """Make the page as if just opened, through a link that says so.

        One that has crashed, in another test, is opened again.
        """
        if self.has_crashed:
            self.page.close()
            self._new_tab()
            self.open()
        self["#dismiss"].evaluate("button => button.click()")
        self.follow_link(f"#sample={FIRST_SAMPLE}&opacity=0.6")
        self.use_tool("rect")
        self.focus_top()

    def focus_top(self) -> None:
        """Let Tab begin at the top of the page, as after loading it."""
        self.document.evaluate(
            """() => {
                const start = document.createElement("span");
                start.tabIndex = -1;
                document.body.prepend(start);
                start.focus();
                start.remove();
            }"""
        )

    def follow_link(self, fragment: str) -> None:
        """Follow a link within the page, and wait for what it shows."""
        self.document.evaluate(
            """fragment => new Promise((heard) => {
                history.replaceState(null, "", "#");
                addEventListener("hashchange", heard, { once: true });
                location.hash = fragment;
            })""",
            fragment,
        )
        self.wait_ready()

    def enter(self, room: str) -> None:
        """Go to another room of the page, by its tab."""
        self[f"#rooms a[href='#{room}']"].click()
        self[f"#{room}"].wait_for()

    def read(self, part: str) -> None:
        """Go to a part of the lesson's room; a phone shows one at a time."""
        self[f"#parts a[href='#{part}']"].click()
        self[f"#{part}"].wait_for()

    def try_experiments(self) -> list[str]:
        """What they say: one to its end, another until its chart is drawn."""
        self.enter("test")
        for name, drawn in (
            ("occlusion", ".maps canvas"),
            ("curves", ".charts canvas"),
        ):
            self[f"[data-trial={name}] [data-start]"].click()
            self[f"[data-outcome={name}] {drawn}"].first.wait_for()
            if name == "curves":
                self[f"[data-trial={name}] [data-stop]"].click()
            self.wait("!document.getElementById('test').dataset.running")
        told = self["[data-progress]"].all_text_contents()
        self.enter("explore")
        return told

    def go_to_lesson(self) -> None:
        """Go to the room with the lesson, and wait for the font that comes with it."""
        self.enter("how")
        self.wait(LESSON_FONT)

    # Reading off

    def __getitem__(self, selector: str) -> Locator:
        return self.document.locator(selector)

    def state(self) -> dict[str, Any]:
        """Everything that the page shows, with all numbers."""
        return self.document.evaluate("window.playground.state()")

    def observed(self, what: str) -> Any:
        """What observe.js has noted of it."""
        return self.document.evaluate(f"observed.{what}")

    def updates(self) -> int:
        """How many heatmaps have been shown."""
        return self.state()["updates"]

    def data_state(self) -> str:
        """`loading`, `ready`, `busy` or `error`."""
        return self["body"].get_attribute("data-state") or ""

    def problem(self) -> str:
        """The message that is shown, or nothing."""
        return self["#problem-text"].text_content() or ""

    def check_log(self) -> None:
        """No error on the console, and no request that left the origin."""
        errors, self.errors = self.errors, []
        assert errors == []
        assert self.foreign_requests() == []

    def foreign_requests(self) -> list[str]:
        """Requests to anywhere but the page's own server (or to memory)."""
        own = (f"{self.origin}/", f"blob:{self.origin}/", "data:")
        return [url for url in self.requests if not url.startswith(own)]

    # Drawing

    def use_tool(self, tool: str) -> None:
        """`rect`, `path`, `brush`, `erase` or `select`."""
        self.document.check(f"input[name=tool][value={tool}]", force=True)

    def point(self, place: Place) -> Place:
        """Where a place of the picture is on the screen, in pixels."""
        area = self["#stage"].bounding_box()
        assert area, "the stage is not shown"
        x, y = place
        return area["x"] + x * area["width"], area["y"] + y * area["height"]

    def press(self, place: Place) -> None:
        """Put the mouse down on a place of the picture."""
        self["#stage"].scroll_into_view_if_needed()
        self.page.mouse.move(*self.point(place))
        self.page.mouse.down()

    def drag(self, places: Iterable[Place]) -> None:
        """Move the mouse from place to place."""
        for place in places:
            self.page.mouse.move(*self.point(place))

    def release(self) -> None:
        """Let go, and wait for the answer."""
        self.page.mouse.up()
        self.wait_ready()

    def draw(self, *places: Place) -> None:
        """A whole stroke with the tool of the moment."""
        first, *rest = places
        self.press(first)
        self.drag(rest)
        self.release()

    # The worker

    @property
    def worker(self) -> Worker:
        """The inference worker. The others are the runtime's threads: never asked."""
        return self.page.workers[0]

    def kill_worker(self, how: str = "setTimeout(() => self.close())") -> None:
        """End the inference worker by code that runs inside of it."""
        self.worker.evaluate(f"() => {{ {how}; }}")

    # Asking

    def choose_sample(self, name: str) -> None:
        """Open a sample picture."""
        self[f"[data-sample={name}]"].click()
        self.wait("playground.state().sample === argument", name)
        self.wait_ready()

    def choose_class(self, index: int) -> None:
        """Explain one of the five best classes."""
        self[f'#predictions [data-class-index="{index}"] input'].check(force=True)
        self.wait_ready()

    def select(self, control: str, value: str) -> None:
        """Set a choice, such as `#method`."""
        self[control].select_option(value)
        self.wait_ready()

    def type_into(self, control: str, text: str) -> None:
        """Type into a search field and press Enter."""
        self[control].fill(text)
        self[control].press("Enter")
        self.wait_ready()

    def move_layer(self, index: int) -> None:
        """Put the layer slider at one of its stops."""
        self["#layer"].fill(str(index))
        self.wait_ready()

    def bring(self, *files: Path) -> None:
        """Choose a network's file, and what comes with it, and wait for the answer."""
        self["#network-file"].set_input_files(files)
        network = next(file.name for file in files if file.suffix == ".onnx")
        self.wait("playground.state().model === argument", network)
        self.wait_ready()

    def leave_own_network(self) -> None:
        """Go back to the network that the page opened with, and close the panel."""
        if self.state()["model"].endswith(".onnx"):
            first = self["#model option"].first.get_attribute("value") or ""
            self["#model"].select_option(first)
            self.wait("playground.state().model === argument", first)
            self.wait_ready()
        self["#network-close"].evaluate("button => button.click()")

    def upload(self, name: str, data: bytes) -> None:
        """Choose a file; whoever calls waits for what comes of it."""
        mime = "application/octet-stream"
        self["#file"].set_input_files(
            FilePayload(name=name, mimeType=mime, buffer=data)
        )
