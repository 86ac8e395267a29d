"""A Dask cluster on this machine: the rows of one process, whatever happens to it."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time

import dask
import pytest
from distributed import Client, LocalCluster

from gradcam_py.crowd.command import main
from gradcam_py.crowd.engines import cluster as ours
from gradcam_py.crowd.opening import Parcel
from tests.crowds import finished, rows, tree, wait_until

WORKERS, COUNT = 3, 400
KEPT = ["--maps", "--overlays"]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Three worker processes of one thread."""
    folder = tmp_path_factory.mktemp("dask")
    with LocalCluster(
        n_workers=WORKERS,
        threads_per_worker=1,
        dashboard_address=":0",
        local_directory=str(folder),
    ) as cluster:
        yield cluster


@pytest.fixture
def explain(crowd, own_network, tmp_path):
    """explain(cluster, *options) -> exit status; what is found is in tmp_path/out."""

    def explain(cluster, *options):
        named = ["--model", str(own_network), *KEPT]
        where = ["--scheduler", cluster.scheduler_address]
        out = ["--out", str(tmp_path / "out")]
        return main([str(crowd), *out, *named, *where, *options])

    return explain


def when(condition, act):
    """Do something beside the test as soon as that is so; gives the thread."""

    def watch():
        wait_until(condition)
        act()

    thread = threading.Thread(target=watch)
    thread.start()
    return thread


def worker_pids(cluster):
    return [worker.process.process.pid for worker in cluster.workers.values()]


@pytest.mark.parametrize("options", [[], ["--send"]], ids=["shared", "sent"])
def test_rows_and_files_are_those_of_one_process(
    explain, cluster, undisturbed, tmp_path, options
):
    assert explain(cluster, *options) == 0
    assert tree(tmp_path / "out") == tree(undisturbed)


def test_a_worker_is_killed_and_its_pictures_are_explained_elsewhere(
    explain, cluster, undisturbed, tmp_path
):
    out, killed = tmp_path / "out", []

    def kill():
        killed.append(worker_pids(cluster)[0])
        os.kill(killed[0], signal.SIGKILL)

    watching = when(lambda: finished(out) > COUNT // 4, kill)
    assert explain(cluster) == 0
    watching.join()
    assert len(killed) == 1
    assert tree(out) == tree(undisturbed)
    assert finished(out) == COUNT, "a picture was kept twice"


def test_the_network_comes_once_to_each_worker(
    explain, cluster, undisturbed, tmp_path, monkeypatch
):
    """What is pickled for a picture is small; the network goes with the plugin."""
    sent, read = [], []
    submit, of = ours.Client.submit, Parcel.of

    def counting_submit(client, function, name, task, *others, **options):
        sent.append((name, task.data))
        return submit(client, function, name, task, *others, **options)

    monkeypatch.setattr(ours.Client, "submit", counting_submit)
    monkeypatch.setattr(Parcel, "of", lambda opening: read.append(1) or of(opening))
    assert explain(cluster) == 0
    assert len(sent) == COUNT
    assert {data for _, data in sent} == {None}
    assert len(read) == 1


def test_it_goes_on_where_this_machine_stopped(
    explain, cluster, undisturbed, tmp_path, crowd, own_network, capsys
):
    """Half of the pictures by processes here, the others by the cluster."""
    half = tmp_path / "half.txt"
    names = [row["picture"] for row in rows(undisturbed)]
    half.write_text("\n".join(names[::2]))
    options = ["--model", str(own_network), *KEPT, "--jobs", "1"]
    assert main([str(half), "--out", str(tmp_path / "out"), *options]) == 0
    capsys.readouterr()
    assert explain(cluster) == 0
    assert f"goes on: {COUNT // 2} of {COUNT}" in capsys.readouterr().err
    assert tree(tmp_path / "out") == tree(undisturbed)


def test_a_picture_that_hangs_is_a_row_and_its_worker_goes_on(
    cluster, crowd, own_network, tmp_path
):
    photos, out = tmp_path / "photos", tmp_path / "out"
    photos.mkdir()
    for number, path in enumerate(sorted(crowd.rglob("*.png"))[:20]):
        (photos / f"{number}.png").write_bytes(path.read_bytes())
    (photos / "hanging.png").write_bytes(path.read_bytes())

    def let_hang():
        from gradcam_py.crowd import job

        load = job.load_image

        def hanging_load(data, name):
            if "hanging" in name:
                time.sleep(1000)
            return load(data, name)

        job.load_image = hanging_load

    with Client(cluster) as client:
        client.run(let_hang)
        before = worker_pids(cluster)
        where = ["--scheduler", cluster.scheduler_address, "--timeout", "2"]
        options = ["--out", str(out), "--model", str(own_network), *where]
        assert main([str(photos), *options]) == 0
        assert worker_pids(cluster) == before
    bad = {row["picture"]: row["error"] for row in rows(out) if row["error"]}
    (name,) = {row["picture"] for row in rows(out) if "hanging" in row["picture"]}
    assert "not explained within 2 seconds" in bad.pop(name)
    assert all("hanging" not in each and "damaged" in bad[each] for each in bad)


def test_a_worker_that_freezes_is_done_without(
    explain, undisturbed, tmp_path, tmp_path_factory
):
    """Dask gives it up when it has said nothing for its time to live."""
    out, frozen = tmp_path / "out", []
    folder = tmp_path_factory.mktemp("dask")
    with (
        dask.config.set({"distributed.scheduler.worker-ttl": "4s"}),
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            dashboard_address=":0",
            local_directory=str(folder),
        ) as short,
    ):

        def freeze():
            frozen.append(worker_pids(short)[0])
            os.kill(frozen[0], signal.SIGSTOP)

        watching = when(lambda: finished(out) > COUNT // 4, freeze)
        try:
            assert explain(short) == 0
        finally:
            watching.join()
            with contextlib.suppress(ProcessLookupError):  # the nanny may have ended it
                os.kill(frozen[0], signal.SIGKILL)
    assert tree(out) == tree(undisturbed)


def test_a_built_model_comes_along_as_well(cluster, crowd, models, tmp_path):
    """A folder with its weights in a file beside the graphs."""
    picture = str(sorted(crowd.rglob("*.png"))[0])
    (tmp_path / "list.txt").write_text(picture)
    named = ["--models", str(models), "--model", "lite0"]
    where = ["--scheduler", cluster.scheduler_address]
    given = [str(tmp_path / "list.txt"), *named]
    assert main([*given, "--out", str(tmp_path / "far"), *where]) == 0
    assert main([*given, "--out", str(tmp_path / "near"), "--jobs", "1"]) == 0
    assert tree(tmp_path / "far") == tree(tmp_path / "near")


@pytest.fixture
def refusal(explain, capsys, tmp_path):
    """refusal(cluster, *options) -> the line that explains exit status 2."""

    def refusal(cluster, *options):
        assert explain(cluster, *options) == 2
        captured = capsys.readouterr()
        assert (captured.out, captured.err.count("\n")) == ("", 1)
        return captured.err

    return refusal


def test_a_worker_with_another_version_is_refused(refusal, cluster, monkeypatch):
    monkeypatch.setattr(ours, "versions", lambda: {"onnxruntime": "0.1"})
    assert "has onnxruntime" in refusal(cluster)


def test_a_worker_that_does_not_see_the_pictures_is_refused(
    refusal, explain, cluster, monkeypatch, undisturbed, tmp_path
):
    """Its size here is another than there; with --send that does not matter."""
    monkeypatch.setattr(ours, "_size", lambda task: -1)
    assert "--send" in refusal(cluster)
    assert explain(cluster, "--send") == 0


def test_a_scheduler_without_workers_is_refused(refusal):
    with LocalCluster(n_workers=0, dashboard_address=":0") as empty:
        assert "has no workers yet" in refusal(empty)


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:9", "nonsense://x", "127.0.0.1:9"]
)
def test_an_address_of_no_scheduler_is_refused(refusal, monkeypatch, address):
    monkeypatch.setattr(ours, "CONNECT_SECONDS", 1)

    class Nowhere:
        scheduler_address = address

    assert "cannot be reached" in refusal(Nowhere)
