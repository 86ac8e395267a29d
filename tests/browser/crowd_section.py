"""The section of many pictures, as its visitors handle it."""

import base64

from playwright.sync_api import FilePayload

DROP = """files => {
    const data = new DataTransfer();
    for (const [name, content] of files) {
        const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
        data.items.add(new File([bytes], name));
    }
    const event = { dataTransfer: data, bubbles: true };
    document.body.dispatchEvent(new DragEvent("drop", event));
}"""


def choose(page, files):
    """Choose {name: bytes} in the section's own control."""
    page.enter("test")
    page["#crowd-files"].set_input_files(
        [
            FilePayload(name=name, mimeType="", buffer=data)
            for name, data in files.items()
        ]
    )


def drop(page, files):
    """Drop them somewhere on the page."""
    coded = [(name, base64.b64encode(data).decode()) for name, data in files.items()]
    page.page.evaluate(DROP, coded)


def progress(page):
    return page["#crowd-progress"].text_content() or ""


def finish(page):
    """Wait for the end; what is said then."""
    page.wait("document.getElementById('test').dataset.running === undefined")
    page.wait(
        "/^(done|stopped)/.test(document.getElementById('crowd-progress').textContent)"
    )
    return progress(page)


def begin(page, files):
    """Choose them; what was found before is gone."""
    choose(page, files)
    page.wait("document.getElementById('test').dataset.running === 'crowd'")


def explain(page, files):
    """Choose them, and wait until all are explained."""
    begin(page, files)
    finish(page)


def saved(page, kind):
    """What the button for that kind of file gives."""
    with page.page.expect_download() as download:
        page[f"#crowd-found [data-save={kind}]"].click()
    assert download.value.suggested_filename == f"grad-cam-crowd.{kind}"
    return download.value.path().read_bytes()
