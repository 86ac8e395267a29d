"""The section with the formula in one's hands, as a student handles it."""

# Notes when the maps or the fault were last brought up to date.
OBSERVE = """() => {
    globalThis.told = { edited: 0, answered: 0, count: 0 };
    addEventListener("keydown", () => (told.edited = performance.now()), true);
    const note = () => {
        told.answered = performance.now();
        told.count += 1;
    };
    for (const id of ["formula-maps", "formula-fault"]) {
        new MutationObserver(note).observe(document.getElementById(id), {
            attributes: true, childList: true, characterData: true, subtree: true,
        });
    }
}"""


class Formula:
    """The section, as a student handles it."""

    def __init__(self, playground):
        self.playground, self.page = playground, playground.page

    def show(self):
        """Go to where it is."""
        self.playground.enter("how")
        self.playground.read("formula")

    def elsewhere(self, do):
        """Do something where the picture is, wait for its map, and come back."""
        self.playground.enter("explore")
        self.answered(do)
        self.show()

    def open(self):
        self.show()
        self.playground["#formula-open"].click()
        self.wait_state("Ready")
        self.page.evaluate(OBSERVE)

    def wait_state(self, beginning):
        state = "document.getElementById('formula-state').textContent"
        self.playground.wait(f"{state}.startsWith(argument)", beginning)

    def write(self, cell, code):
        """Put code in place of what is in a cell."""
        self.playground[f"#formula-{cell} .cm-content"].click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(code)

    def run(self):
        """Press Run, and wait for what comes of it."""
        self.answered(lambda: self.playground["#formula-run"].click())

    def answered(self, do):
        """Do something, and wait for what is told of the code next."""
        before = self.page.evaluate("told.count")
        do()
        self.playground.wait("told.count > argument", before)

    def start_from(self, name):
        self.playground["#formula-starter"].select_option("random")
        self.playground["#formula-starter"].select_option(name)
        self.run()
        self.playground.wait("!document.querySelector('#formula-maps.stale')")

    def choose(self, exercise):
        self.playground["#formula-exercise"].select_option(exercise)

    def stop_endless(self):
        """Run code that never ends; what is told once it has been stopped."""
        self.write("weights", "while True:\n    pass")
        self.wait_text("fault", "Stopped")
        return self.text("fault")

    def text(self, part):
        return self.playground[f"#formula-{part}"].text_content()

    def number(self, name):
        return float(self.playground["#formula-maps"].get_attribute(f"data-{name}"))

    def wait_text(self, part, text):
        content = f"document.getElementById('formula-{part}').textContent"
        self.playground.wait(f"{content}.includes(argument)", text)
