"""Load, draw, choose, move, try the formula, bring a network, test it: WebKitGTK."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver import ActionChains, Keys, WebKitGTK, WebKitGTKOptions
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.service import Service

from tests.browsers import TOOLS, install_command, require

PATIENCE_SECONDS = 120
POLL_SECONDS = 0.02
ENDLESS = "exec('while 1: 1')"


# No program of the path: a library that the driver needs brings it along.
MINI_BROWSERS = "usr/lib/**/webkit2gtk-4.*/MiniBrowser"


@contextmanager
def screen() -> Iterator[str]:
    """A virtual screen at a free number; gives its name, such as :5."""
    number, other_end = os.pipe()
    command = [require("xvfb"), "-displayfd", str(other_end)]
    command += ["-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[other_end], stderr=subprocess.DEVNULL)
    os.close(other_end)
    try:
        with os.fdopen(number) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def mini_browser(*arguments: str) -> Iterator[WebKitGTK]:
    """A driven MiniBrowser, started with `arguments`, on a screen of its own."""
    options = WebKitGTKOptions()
    options.binary_location = _mini_browser_program()
    for argument in ("--automation", *arguments):
        options.add_argument(argument)
    with screen() as display:
        environment = {**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11"}
        if os.geteuid() == 0:  # as root WebKit's sandbox cannot be set up
            environment["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
        service = Service(require("webkit driver"), env=environment)
        driver = WebKitGTK(options=options, service=service)
        try:
            yield driver
        finally:
            driver.quit()


def _mini_browser_program() -> str:
    for path in sorted(Path("/").glob(MINI_BROWSERS)):
        return str(path)
    command = " ".join(install_command({"driver": TOOLS["webkit driver"]}))
    raise RuntimeError(f"no /{MINI_BROWSERS} on this machine: sudo {command}")


def visit(
    driver: WebKitGTK, address: str, network: Path, mission: str
) -> dict[str, Any]:
    """The page's state after each step; `mission` is the link of a result."""
    driver.set_window_size(1280, 1000)
    driver.get(address)
    states = {"loaded": _state_when_ready(driver)}
    marks = "return performance.getEntriesByName('opening').length"
    states["openings"] = driver.execute_script(marks)
    _draw_box(driver)
    states["drawn"] = _state_when_ready(driver)
    driver.find_element(By.CSS_SELECTOR, "#predictions label:nth-of-type(3)").click()
    states["chosen"] = _state_when_ready(driver)
    driver.find_element(By.ID, "layer").send_keys(Keys.ARROW_LEFT)
    states["moved"] = _state_when_ready(driver)
    states["formula"] = _try_formula(driver)
    states["judged"] = _mission_result(driver, mission)
    states["brought"] = _bring(driver, network)
    states["tested"] = _test(driver)
    states["lesson"] = _try_lesson(driver)
    return states


def _try_formula(driver: WebKitGTK) -> dict[str, Any]:
    """What comes of code that nobody has edited, and then of code that never ends."""

    def until(condition: str) -> Any:
        asked = f"return {condition}"
        return _waiting(driver).until(lambda _: driver.execute_script(asked))

    driver.find_element(By.CSS_SELECTOR, "#rooms a[href='#how']").click()
    driver.execute_script("document.querySelector('#formula-open').click()")
    until("document.querySelector('#formula-room').checkVisibility()")
    driver.execute_script("document.querySelector('#formula-run').click()")
    difference = until("document.querySelector('#formula-maps').dataset.difference")
    driver.execute_script(
        "document.querySelector('#formula-weights').shadowRoot"
        ".querySelector('.cm-content').focus()"
    )
    ActionChains(driver).send_keys(ENDLESS, Keys.ENTER).perform()
    until("document.querySelector('#formula-fault').textContent.includes('Stopped')")
    fault = driver.find_element(By.ID, "formula-fault").text
    return {"difference": float(difference), "fault": fault}


def _mission_result(driver: WebKitGTK, link: str) -> str:
    driver.execute_script("location.hash = arguments[0]", link)
    place = driver.find_element(By.ID, "mission-points")
    _waiting(driver).until(lambda _: place.text)
    return place.text


def _test(driver: WebKitGTK) -> list[str]:
    """What the experiments say: one to its end, another until its chart is drawn."""
    driver.find_element(By.CSS_SELECTOR, "#rooms a[href='#test']").click()
    _press(driver, "occlusion", "start")
    _wait_until_ended(driver, "occlusion")
    _press(driver, "curves", "start")
    _waiting(driver).until(
        lambda driver: driver.find_elements(By.CSS_SELECTOR, "#deletion canvas")
    )
    _press(driver, "curves", "stop")
    _wait_until_ended(driver, "curves")
    told = driver.find_elements(By.CSS_SELECTOR, "[data-progress]")
    return [each.get_attribute("textContent") or "" for each in told]


def _try_lesson(driver: WebKitGTK) -> dict[str, str]:
    """What the lesson of the page says: of an answer, of the next page, of a text."""

    def text(name: str) -> str:
        return driver.find_element(By.ID, name).get_attribute("textContent") or ""

    def press(name: str) -> None:
        driver.execute_script(f"document.getElementById('{name}').click()")

    def wait(name: str) -> None:
        _waiting(driver).until(lambda d: d.find_element(By.ID, name).is_displayed())

    press("course-first")
    wait("course-reading")
    field = driver.find_element(By.CSS_SELECTOR, "#course-questions textarea")
    field.send_keys("a cat")
    kept = text("course-kept")
    press("course-next")
    _waiting(driver).until(lambda _: text("course-place").startswith("Page 2"))
    press("course-write")
    wait("course-writing")
    place = driver.find_element(By.ID, "draft-text")
    place.clear()
    place.send_keys("a **strong** one")
    _waiting(driver).until(lambda _: text("draft-preview") == "a strong one")
    return {
        "kept": kept,
        "place": text("course-place"),
        "preview": text("draft-preview"),
    }


def _press(driver: WebKitGTK, name: str, button: str) -> None:
    found = driver.find_element(By.CSS_SELECTOR, f"[data-trial={name}] [data-{button}]")
    driver.execute_script("arguments[0].scrollIntoView({ block: 'center' })", found)
    found.click()


def _wait_until_ended(driver: WebKitGTK, name: str) -> None:
    place = driver.find_element(By.CSS_SELECTOR, f"[data-progress={name}]")
    _waiting(driver).until(lambda _: place.text.startswith(("done", "stopped")))


def _waiting(driver: WebKitGTK) -> WebDriverWait:
    return WebDriverWait(driver, PATIENCE_SECONDS, POLL_SECONDS)


def _bring(driver: WebKitGTK, network: Path) -> dict[str, Any]:
    """The state once a network of one's own is on the page."""
    Select(driver.find_element(By.ID, "model")).select_by_value("")
    driver.find_element(By.ID, "network-file").send_keys(str(network))

    def is_there(driver: WebKitGTK) -> bool:
        return driver.execute_script("return playground.state().model") == network.name

    _waiting(driver).until(is_there)
    return _state_when_ready(driver)


def _draw_box(driver: WebKitGTK) -> None:
    """Hide the left half of the picture."""
    stage = driver.find_element(By.ID, "stage")
    driver.execute_script("arguments[0].scrollIntoView({ block: 'center' })", stage)
    width, height = stage.size["width"], stage.size["height"]

    def offset(x: float, y: float) -> tuple[int, int]:
        return round((x - 0.5) * width), round((y - 0.5) * height)

    chain = ActionChains(driver, duration=0)
    chain.move_to_element_with_offset(stage, *offset(0.05, 0.05)).click_and_hold()
    chain.move_to_element_with_offset(stage, *offset(0.3, 0.5))
    chain.move_to_element_with_offset(stage, *offset(0.5, 0.95)).release()
    chain.perform()


def _state_when_ready(driver: WebKitGTK) -> dict[str, Any]:
    def is_settled(driver: WebKitGTK) -> bool:
        state = driver.execute_script("return document.body.dataset.state")
        return state in ("ready", "error")

    _waiting(driver).until(is_settled)
    state = driver.execute_script("return window.playground.state()")
    assert state, driver.find_element(By.ID, "problem-text").text
    return state
