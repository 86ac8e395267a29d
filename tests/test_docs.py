"""What the documents name is there: links, files, folders and make's targets."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/benchmark.md",
    "docs/crowds.md",
    "docs/networks.md",
    "docs/teaching.md",
)
# Folders of the repository; what begins with another name is no path of ours.
FOLDERS = ("bench", "convert", "docs", "gradcam_py", "requirements", "site", "tests")

LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
PATH = re.compile(rf"(?:{'|'.join(FOLDERS)})(?:/[\w.-]+)+/?")
TARGET = re.compile(r"\bmake ([a-z]+)")


def text_of(document):
    return (ROOT / document).read_text(encoding="utf-8")


def links(document):
    """Those that lead to a file of the repository, from the document's folder."""
    for target in LINK.findall(FENCED.sub("", text_of(document))):
        if not target.startswith(("http://", "https://", "#")):
            yield target.partition("#")[0]


def named_paths(document):
    """Paths in the running text, and those given to a command."""
    for code in CODE.findall(FENCED.sub("", text_of(document))):
        if PATH.fullmatch(code):
            yield code
    for block in FENCED.findall(text_of(document)):
        if block.lstrip().startswith("```sh"):
            yield from (word for word in block.split() if PATH.fullmatch(word))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document):
    folder = (ROOT / document).parent
    assert [link for link in links(document) if not (folder / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_that_are_named_are_there(document):
    missing = [path for path in named_paths(document) if not (ROOT / path).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_make_is_asked_for_it_can_make(document):
    targets = re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE)
    code = [*FENCED.findall(text_of(document)), *CODE.findall(text_of(document))]
    asked = {name for part in code for name in TARGET.findall(part)}
    assert asked <= set(targets)


def test_the_documents_are_looked_at():
    """The tester is tested: paths, links and targets are found where there are some."""
    assert "tests/test_cam.py" in set(named_paths("CONTRIBUTING.md"))
    assert "gradcam_py/cam/methods.py" in set(named_paths("docs/architecture.md"))
    assert "../CONTRIBUTING.md" in set(links("docs/architecture.md"))


@pytest.mark.parametrize("package", ["gradcam_py", "convert", "site"])
def test_every_folder_has_its_line_in_the_architecture(package):
    drawn = re.search(
        rf"^{package}/ .*?(?=^\w|^```)",
        text_of("docs/architecture.md"),
        re.MULTILINE | re.DOTALL,
    )
    named = set(re.findall(r"(\w+)/", drawn.group().partition("\n")[2]))
    folders = {path.name for path in (ROOT / package).iterdir() if path.is_dir()}
    assert folders - {"__pycache__"} == named
