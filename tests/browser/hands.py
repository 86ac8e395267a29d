"""Hands on the keys of a page, and on nothing else."""

import pytest

MOST_TABS = 200


class Keyboard:
    """Hands on the keys: Tab until something has the focus, then press."""

    def __init__(self, playground):
        self.playground = playground
        self.page = playground.page

    def press(self, key, times=1):
        """Press a key, and wait for what it causes."""
        for _ in range(times):
            self.page.keyboard.press(key)
        self.playground.wait_ready()

    def go_to_corner(self):
        """Focus the picture, and move the cross to its upper left corner."""
        self.go_to("#stage")
        self.press("Shift+ArrowLeft", 10)
        self.press("Shift+ArrowUp", 10)

    def type(self, text):
        """Type a text."""
        self.page.keyboard.type(text)

    def go_to(self, selector):
        """Tab to the control, as often as it takes; the focus must be seen there."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.has_focus(selector):
                assert self._focus_is_visible(), f"the focus on {selector} is not seen"
                return
        pytest.fail(f"{selector} is not reached within {MOST_TABS} tabs")

    def has_focus(self, selector):
        return self.page.evaluate(
            "selector => Boolean(document.activeElement?.matches(selector))", selector
        )

    def _focus_is_visible(self):
        """Something around the control looks otherwise than without the focus."""
        return self.page.evaluate(
            """() => {
                const control = document.activeElement;
                const chain = [control, control.parentElement];
                const look = () => chain.map((each) => {
                    const style = getComputedStyle(each);
                    const { outline, boxShadow, borderColor } = style;
                    return [outline, boxShadow, borderColor].join();
                }).join();
                const focused = look();
                control.blur();
                const blurred = look();
                control.focus({ focusVisible: true });
                return focused !== blurred;
            }"""
        )
