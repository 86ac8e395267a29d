"""Thousands of pictures: killed, resumed, shared out; the same output every time."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from pathlib import Path

import onnx
import psutil
import pytest
from PIL import Image

from gradcam_py.crowd.command import main
from gradcam_py.crowd.engines import processes
from gradcam_py.crowd.engines.processes import TRIES, Crew
from gradcam_py.crowd.opening import Opening, digest_of
from gradcam_py.crowd.options import TIMEOUT, parse_options
from gradcam_py.crowd.tasks import Asked, Task
from gradcam_py.errors import PlaygroundError
from gradcam_py.explaining.settings import Settings
from gradcam_py.languages.catalogues import speak
from tests import tiny_networks
from tests.crowds import (
    PATIENCE_SECONDS,
    explain,
    finished,
    is_alive,
    rows,
    start,
    tree,
    wait_until,
)

COUNT, KILLS = 2000, 10
KEPT = ["--maps"]
# Of the memory after a hundred pictures.
FLAT = 1.2
PATIENT = 4  # seconds: enough for a process to begin, on a busy machine too


@pytest.fixture
def few(crowd):
    """A list of some good pictures."""
    found = sorted(crowd.rglob("*.png"))[:12]
    return [path for path in found if path.stat().st_size > 100]


def kill_all(running):
    """What a power cut does: nobody has time for anything."""
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()


def test_all_of_two_thousand_have_a_row_bad_ones_their_error(undisturbed, crowd):
    told = rows(undisturbed)
    assert len(told) == len({row["picture"] for row in told}) == COUNT
    assert sum(row["error"] is not None for row in told) == COUNT // 50
    assert len(list((undisturbed / "maps").iterdir())) == COUNT - COUNT // 50


def test_killed_ten_times_it_goes_on_and_ends_with_the_same_output(
    undisturbed, crowd, own_network, tmp_path
):
    out, seconds = tmp_path / "out", random.Random(5)
    arguments = [crowd, "--out", out, "--model", own_network, "--maps", "--jobs", 2]
    for kill in range(KILLS):
        before = finished(out)
        running = start(*arguments)
        share = COUNT * (kill + 1) // (KILLS + 2)
        wait_until(lambda: finished(out) > max(before, share), running)  # noqa: B023
        time.sleep(seconds.uniform(0, 0.1))
        kill_all(running)
        assert before < finished(out) < COUNT
        assert not (out / "rows.jsonl").exists()
    _, complained = explain(*arguments)
    assert f"of {COUNT:,} are finished" in complained
    assert tree(out) == tree(undisturbed)
    journal = (out / "journal.jsonl").read_text().splitlines()
    times = Counter(line.split('"picture": ')[1].split('"')[1] for line in journal)
    assert set(times.values()) == {1}, "a picture was computed twice"


@pytest.mark.parametrize("jobs", [2, 3])
def test_the_output_is_the_same_whatever_the_number_of_processes(
    undisturbed, crowd, own_network, tmp_path, jobs
):
    options = ["--model", own_network, "--maps", "--jobs", jobs]
    explain(crowd, "--out", tmp_path / "out", *options)
    assert tree(tmp_path / "out") == tree(undisturbed)


def memory(pid: int) -> int:
    """Of a process and all that it began, in bytes."""
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
        return sum(each.memory_info().rss for each in family)
    except psutil.NoSuchProcess:
        return 0


def test_memory_is_flat(crowd, own_network, tmp_path):
    out = tmp_path / "out"
    running = start(crowd, "--out", out, "--model", own_network, "--jobs", 2)
    wait_until(lambda: finished(out) >= 100, running)
    early = max(memory(running.pid) for _ in range(10))
    peak = early
    while running.poll() is None:
        peak = max(peak, memory(running.pid))
        time.sleep(0.01)
    assert running.returncode == 0, running.communicate()
    assert len(rows(out)) == COUNT
    assert early > 50e6, "the processes were not found"
    assert peak < FLAT * early


def test_ctrl_c_says_how_far_it_came_and_leaves_what_goes_on(
    undisturbed, crowd, own_network, tmp_path
):
    out = tmp_path / "out"
    arguments = [crowd, "--out", out, "--model", own_network, "--maps", "--jobs", 2]
    running = start(*arguments)
    wait_until(lambda: finished(out) > 300, running)
    family = psutil.Process(running.pid).children(recursive=True)
    os.killpg(running.pid, signal.SIGINT)
    printed, complained = running.communicate(timeout=PATIENCE_SECONDS)
    assert (running.returncode, printed) == (130, "")
    (line,) = complained.splitlines()
    assert line == (
        f"stopped: {finished(out):,} of {COUNT:,} are finished, and the same command "
        "goes on from there"
    )
    wait_until(lambda: not any(is_alive(each.pid) for each in family))
    explain(*arguments)
    assert tree(out) == tree(undisturbed)


def test_processes_do_not_outlive_the_one_that_began_them(crowd, own_network, tmp_path):
    out = tmp_path / "out"
    running = start(crowd, "--out", out, "--model", own_network, "--jobs", 2)
    wait_until(lambda: finished(out) > 50, running)
    family = psutil.Process(running.pid).children(recursive=True)
    assert len(family) >= 2
    running.kill()
    running.communicate()
    wait_until(lambda: not any(is_alive(each.pid) for each in family))


def test_a_second_run_does_not_write_to_the_same_folder(crowd, own_network, tmp_path):
    out = tmp_path / "out"
    running = start(crowd, "--out", out, "--model", own_network, "--jobs", 1)
    try:
        wait_until(lambda: finished(out) > 0, running)
        second = start(crowd, "--out", out, "--model", own_network, "--jobs", 1)
        _, complained = second.communicate(timeout=PATIENCE_SECONDS)
    finally:
        kill_all(running)
    assert second.returncode == 2
    assert "another run writes there" in complained


def test_a_worker_that_is_killed_is_replaced(undisturbed, crowd, own_network, tmp_path):
    out = tmp_path / "out"
    arguments = [crowd, "--out", out, "--model", own_network, "--maps", "--jobs", 2]
    running = start(*arguments)
    for share in (200, 600, 1000):
        wait_until(lambda: finished(out) > share, running)  # noqa: B023
        family = psutil.Process(running.pid).children(recursive=True)
        workers = [each for each in family if each.memory_info().rss > 20e6]
        random.Random(share).choice(workers).kill()
    assert running.wait(PATIENCE_SECONDS) == 0, running.stderr.read()
    assert tree(out) == tree(undisturbed)


# What ends every process that decodes it

DEADLY = "deadly"
ERRORS = {
    "error": ZeroDivisionError("oh"),
    "memory": MemoryError(),
    "exit": SystemExit(3),
}


def deadly_work(opening, connection):
    """A worker that the system ends as soon as it opens a picture of that name."""
    from gradcam_py.crowd import job
    from gradcam_py.crowd.engines import worker

    contents = job.contents

    def deadly_contents(task):
        if DEADLY in task.name:
            os.kill(os.getpid(), signal.SIGKILL)
        return contents(task)

    job.contents = deadly_contents
    worker.work(opening, connection)


def surprising_work(opening, connection):
    """A worker with errors that nobody foresaw, before and behind the decoding."""
    from gradcam_py.crowd import job
    from gradcam_py.crowd.engines import worker

    load, explained = job.load_image, job.explained

    def surprising_load(data, name):
        if "decoding" in name:
            raise ERRORS[Path(name).stem.split()[0]]
        return load(data, name)

    def surprising_row(name, *found):
        if "explaining" in name:
            raise ERRORS[Path(name).stem.split()[0]]
        return explained(name, *found)

    job.load_image, job.explained = surprising_load, surprising_row
    worker.work(opening, connection)


def hanging_work(opening, connection):
    """A worker whose decoder, or own_network, never comes back from some pictures."""
    from gradcam_py.crowd import job
    from gradcam_py.crowd.engines import worker

    load, explained = job.load_image, job.explained

    def hanging_load(data, name):
        if "decoding" in name:
            time.sleep(1000)
        return load(data, name)

    def hanging_row(name, *found):
        if "explaining" in name:
            time.sleep(1000)
        return explained(name, *found)

    job.load_image, job.explained = hanging_load, hanging_row
    worker.work(opening, connection)


def slow_work(opening, connection):
    """A worker that takes a while for every picture."""
    from gradcam_py.crowd import job
    from gradcam_py.crowd.engines import worker

    load = job.load_image
    job.load_image = lambda data, name: time.sleep(0.2) or load(data, name)
    worker.work(opening, connection)


def hanging_start(opening, connection):
    """A worker that does not come as far as its network."""
    time.sleep(1000)


def endless_start(opening, connection):
    """A worker that never gets as far as its network."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def opening(own_network):
    options = parse_options(["x", "--model", str(own_network)])
    return Opening(options, Asked(Settings()), digest_of(options))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_picture_that_ends_its_process_is_a_row_and_the_others_are_explained(
    opening, few, tmp_path, monkeypatch, jobs
):
    monkeypatch.setattr(processes, "work", deadly_work)
    names = [*map(str, few), str(tmp_path / f"{DEADLY}.png")]
    Image.new("RGB", (9, 9)).save(names[-1])
    names = [names[0], names[-1], *names[1:-1]]
    begun = []
    begin = Crew._begin
    monkeypatch.setattr(Crew, "_begin", lambda self: begun.append(self) or begin(self))
    tasks = (Task(name, name) for name in names)
    found = {
        each.task.name: each for each in Crew(opening, jobs, TIMEOUT).results(tasks)
    }
    assert set(found) == set(names)
    bad = [name for name in names if found[name].row["error"]]
    assert bad == [names[1]]
    assert "signal 9" in found[bad[0]].row["error"]
    assert not found[bad[0]].is_final
    assert len(begun) == jobs + 1 + TRIES


@pytest.mark.parametrize("place", ["decoding", "explaining"])
@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("error", "ZeroDivisionError oh; the next start tries this picture again"),
        ("memory", "MemoryError ; the next start"),
        ("exit", "was ended (exit status"),
    ],
)
def test_an_error_that_nobody_foresaw_is_a_row_too(
    opening, few, tmp_path, monkeypatch, place, error, said
):
    monkeypatch.setattr(processes, "work", surprising_work)
    names = [str(tmp_path / f"{error} {place}.png"), *map(str, few)]
    Image.new("RGB", (9, 9)).save(names[0])
    found = list(Crew(opening, 2, TIMEOUT).results(Task(each, each) for each in names))
    errors = {each.task.name: each.row["error"] for each in found}
    assert len(found) == len(errors) == len(names)
    assert [each for each in names if errors[each]] == names[:1]
    assert said in errors[names[0]]
    assert [each.task.name for each in found if not each.is_final] == names[:1]


@pytest.fixture
def in_german():
    """Who asks speaks German; rows are English all the same."""
    speak("de")
    yield
    speak("en")


@pytest.mark.usefixtures("in_german")
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("place", ["decoding", "explaining"])
def test_a_picture_that_hangs_is_a_row_and_the_others_are_explained(
    opening, few, tmp_path, monkeypatch, place, jobs
):
    monkeypatch.setattr(processes, "work", hanging_work)
    hanging = str(tmp_path / f"{place}.png")
    Image.new("RGB", (9, 9)).save(hanging)
    names = [*map(str, few)]
    names.insert(2, hanging)
    found = list(
        Crew(opening, jobs, PATIENT).results(Task(each, each) for each in names)
    )
    errors = {each.task.name: each.row["error"] for each in found}
    assert len(found) == len(errors) == len(names)
    assert [each for each in names if errors[each]] == [hanging]
    assert f"not explained within {PATIENT} seconds" in errors[hanging]
    assert [each.task.name for each in found if not each.is_final] == [hanging]


def test_every_picture_has_its_own_time(opening, few, monkeypatch):
    """All of them take longer than one may."""
    monkeypatch.setattr(processes, "work", slow_work)
    names = [str(path) for path in few] * 3
    tasks = (Task(f"{n}", name) for n, name in enumerate(names))
    started = time.monotonic()
    found = list(Crew(opening, 1, PATIENT).results(tasks))
    assert time.monotonic() - started > PATIENT
    assert [each.row["error"] for each in found] == [None] * len(names)


def test_processes_that_hang_before_they_begin_are_told(opening, few, monkeypatch):
    monkeypatch.setattr(processes, "work", hanging_start)
    tasks = [Task(str(path), str(path)) for path in few]
    with pytest.raises(PlaygroundError, match="not loaded within 1 seconds"):
        list(Crew(opening, 1, 1).results(tasks))


def test_the_command_line_goes_on_and_the_next_start_tries_again(
    own_network, few, tmp_path, monkeypatch, capsys
):
    photos = tmp_path / "photos"
    photos.mkdir()
    for path in few:
        (photos / path.name).write_bytes(path.read_bytes())
    Image.new("RGB", (9, 9)).save(photos / "decoding.png")
    out = tmp_path / "out"
    arguments = [
        str(photos),
        "--out",
        str(out),
        "--model",
        str(own_network),
        "--jobs",
        "1",
    ]
    with monkeypatch.context() as patch:
        patch.setattr(processes, "work", hanging_work)
        assert main([*arguments, "--timeout", str(PATIENT)]) == 0
    assert sum(bool(row["error"]) for row in rows(out)) == 1
    assert "1 could not be" in capsys.readouterr().out
    assert main(arguments) == 0
    assert f"goes on: {len(few)} of {len(few) + 1}" in capsys.readouterr().err
    assert [row["error"] for row in rows(out)] == [None] * (len(few) + 1)


def test_processes_that_cannot_begin_are_told(opening, few, monkeypatch):
    monkeypatch.setattr(processes, "work", endless_start)
    tasks = [Task(str(path), str(path)) for path in few]
    with pytest.raises(PlaygroundError, match="signal 9"):
        list(Crew(opening, 2, TIMEOUT).results(tasks))


def test_a_network_that_changed_meanwhile_is_not_mixed_in(opening, few, tmp_path):
    net = tmp_path / "net.onnx"
    onnx.save(tiny_networks.plain(), net)
    options = parse_options(["x", "--model", str(net)])
    opening = Opening(options, Asked(Settings()), digest_of(options))
    onnx.save(tiny_networks.wide(), net)
    with pytest.raises(PlaygroundError, match="changed meanwhile"):
        list(Crew(opening, 1, TIMEOUT).results([Task(str(few[0]), str(few[0]))]))
