"""The command line in the hands of strangers: each mistake is one line, status 2."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from gradcam_py.cli.files import ENDINGS, FileError, printable, read_bounded

ROOT = Path(__file__).parent.parent


def as_program(photo, models, *options, **more):
    command = [sys.executable, "-m", "gradcam_py", photo, "--models", models, *options]
    return subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, **more)


@pytest.mark.parametrize("option", ["--out", "--all-layers"])
def test_formats_that_hold_no_picture_of_ours_are_refused(refusal, tmp_path, option):
    Image.init()
    others = set(Image.registered_extensions()) - set(ENDINGS)
    assert ".fits" in others
    for ending in others:
        line = refusal(option, tmp_path / f"a{ending}")
        assert "cannot be written (expected a name in .png" in line
    assert not list(tmp_path.glob("a.*"))


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_that_is_offered_can_be_written(run, tmp_path, ending):
    path = tmp_path / f"overlay{ending}"
    assert run("--out", path)[0] == 0
    with Image.open(path) as overlay:
        assert overlay.size == (320, 240)


@pytest.mark.parametrize("text", ["[" * 100_000 + "]" * 100_000, '{"a":' * 100_000])
def test_deeply_nested_shapes_are_refused(refusal, tmp_path, text):
    path = tmp_path / "shapes.json"
    path.write_text(text)
    assert "nested too deeply" in refusal("--shapes", path)


def test_output_to_a_full_device_is_told(photo, models):
    with open("/dev/full", "wb") as full:
        done = as_program(photo, models, stdout=full)
    assert done.returncode == 2
    assert done.stderr.decode() == (
        "gradcam_py: the output cannot be written (No space left on device)\n"
    )


def test_a_reader_who_has_seen_enough_is_no_error(photo, models):
    read, write = os.pipe()
    os.close(read)
    done = as_program(photo, models, stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_devices_are_not_read(refusal):
    assert "found a device" in refusal(photo=Path("/dev/zero"))
    assert "found a device" in refusal("--shapes", "/dev/zero")


def test_no_more_is_read_than_allowed(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(bytes(11))
    assert read_bounded(path, 11, "a picture") == bytes(11)
    with pytest.raises(FileError, match="more than 10 bytes"):
        read_bounded(path, 10, "a picture")


@pytest.mark.parametrize("how", ["itself", "symbolic link", "hard link"])
@pytest.mark.parametrize("option", ["--out", "--all-layers"])
def test_the_photo_is_never_overwritten(refusal, photo, option, how):
    before, target = photo.read_bytes(), photo.with_name("other.png")
    if how == "itself":
        target = photo
    elif how == "symbolic link":
        target.symlink_to(photo)
    else:
        target.hardlink_to(photo)
    assert "is the photo itself" in refusal(option, target)
    assert photo.read_bytes() == before


def test_two_outputs_need_two_files(refusal, tmp_path):
    path = tmp_path / "both.png"
    line = refusal("--out", path, "--all-layers", tmp_path / "." / "both.png")
    assert "is the output of --out" in line
    assert not path.exists()


def test_what_cannot_be_written_leaves_what_was_there(refusal, tmp_path, monkeypatch):
    path = tmp_path / "overlay.png"
    path.write_bytes(b"of yesterday")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert "No space left on device" in refusal("--out", path)
    assert [file.name for file in tmp_path.glob("*overlay*")] == ["overlay.png"]
    assert path.read_bytes() == b"of yesterday"


@pytest.mark.parametrize("text", ["-0.1,0,1,1", "-.1,0,1,1", "-1", "-1e-3,0,1,1"])
def test_negative_rectangles_get_the_answer_of_other_wrong_ones(refusal, text):
    assert f"--hide {text}: expected X,Y,W,H as shares" in refusal("--hide", text)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--hide", "1,0,1,1"], "hide nothing of what the network sees"),
        (["--hide", "0,0,0.05,1", "--framing", "crop"], "hide nothing"),
        (["--opacity", "x\x1b[31m"], "not x\\x1b[31m"),
        (["--nope\x1b[31m"], "--nope\\x1b[31m"),
        (["--opacity", "-inf"], "--opacity: expected 0..1, not -inf"),
        (["--opacity", "x"], "--opacity: expected a number 0..1, not x"),
        (["--opacity", "-1"], "--opacity: expected 0..1, not -1"),
        (["--opacity", "nan"], "--opacity: expected 0..1, not nan"),
        (["--layer", "-9"], "unknown layer '-9'"),
    ],
)
def test_what_means_nothing_is_refused(refusal, options, message):
    assert message in refusal(*options)


def test_a_layer_may_be_counted_from_the_top(run):
    assert run("--layer", "-1")[0] == 0


def test_control_characters_do_not_reach_the_terminal(run, photo):
    name = "a\x1b[31mb\x07\u202e\nc.png"
    odd = photo.rename(photo.with_name(name))
    status, printed, _ = run(photo=odd)
    assert status == 0
    assert "a\\x1b[31mb\\x07\\x202e\\x0ac.png" in printed
    odd.write_bytes(b"")
    status, _, complained = run(photo=odd)
    assert status == 2
    for text in (printed, complained):
        assert all(c.isprintable() or c == "\n" for c in text)


@given(st.text())
def test_what_is_printed_is_printable(text):
    shown = printable(text)
    assert shown.isprintable()
    if text.isprintable():
        assert shown == text


NUMBERS = st.one_of(st.floats(), st.integers(-3, 3)).map(str)
WORDS = st.text(max_size=8).filter(lambda text: "\0" not in text)
VALUES = st.one_of(NUMBERS, WORDS, st.lists(NUMBERS, max_size=5).map(",".join))
OPTIONS = st.sampled_from(
    ["--hide", "--opacity", "--layer", "--target", "--versus", "--score", "--fill"]
)


@given(given=st.lists(st.tuples(OPTIONS, VALUES), max_size=3))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_options_end_in_a_traceback(run, given):
    status, printed, complained = run(
        "--json", *(word for pair in given for word in pair)
    )
    if status == 0:
        json.loads(printed)
        assert complained == ""
    else:
        assert status == 2
        assert len(complained.splitlines()) == 1
        assert "Traceback" not in complained
