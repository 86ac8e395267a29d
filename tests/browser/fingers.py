"""What fingers need on a screen."""

FINGER = 44  # pixels, WCAG 2.5.5


def small_targets(page):
    """Everything to be touched that has less room than a finger needs."""
    return page.page.evaluate(
        """least => {
            const all = document.querySelectorAll(
                "button, select, input, textarea, summary, nav a");
            const targets = [...all].map(one => one.closest("label") ?? one);
            return targets.filter(one => one.checkVisibility()).flatMap(one => {
                const { width, height } = one.getBoundingClientRect();
                return width < least || height < least
                    ? [`${one.outerHTML.slice(0, 90)}: ${width} x ${height}`] : [];
            });
        }""",
        FINGER,
    )
