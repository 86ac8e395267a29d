"""Heatmaps side by side, on a tiny network: what they keep, and what can be changed."""

import asyncio

import numpy as np
import pytest

from gradcam_py.app import live_loop
from gradcam_py.cam.methods import cam
from gradcam_py.cam.similarity import similarity
from gradcam_py.errors import PlaygroundError
from gradcam_py.explaining.pipeline import Pipeline
from gradcam_py.image.overlay import scale_map
from gradcam_py.laboratory.tiles import MOST, SIDE
from gradcam_py.words import numbers
from tests import tiny_networks
from tests.page_desk import LEFT, living
from tests.page_fakes import FakeFile


@pytest.fixture
async def page(folder, model, monkeypatch):
    monkeypatch.setattr(live_loop, "IDLE_SECONDS", 0.02)
    async with living(folder, model) as made:
        yield made


def shown(page):
    return page.view.latest["tiles"]


def titles(page):
    return [tile["title"] for tile in shown(page)["tiles"]]


def pixels(page):
    return page.view.pixels["tiles"].reshape(-1, SIDE, SIDE, 4)


async def answered(page):
    async with asyncio.timeout(10):
        while "…" in titles(page):
            await asyncio.sleep(0.005)


def tiles(page):
    return page.playground.desk.comparing.tiles.tiles


async def test_a_kept_heatmap_stays_when_the_page_changes(page):
    page.do("keep_tile")
    before, picture = titles(page), pixels(page).copy()
    page.do("sample", name="b")
    await page.settled()
    page.do("choose", name="method", value="layercam")
    await page.settled()
    page.do("keep_tile")
    assert titles(page)[:1] == before
    assert titles(page)[1] != before[0]
    np.testing.assert_array_equal(pixels(page)[0], picture[0])


async def test_keeping_takes_no_inference(page):
    runs = len(page.session.runs)
    page.do("keep_tile")
    assert "…" not in titles(page)
    assert len(page.session.runs) == runs


@pytest.mark.parametrize("change", ["target", "method", "layer"])
async def test_a_changed_tile_is_what_the_pipeline_says(page, change):
    page.do("place", shape=LEFT)
    await page.settled()
    page.do("keep_tile")
    offered = shown(page)["tiles"][0]
    chosen = {
        "target": offered["classes"][-1]["index"],
        "method": "layercam",
        "layer": offered["layers"][0],
    }[change]
    page.do("change_tile", index=0, **{change: chosen})
    assert titles(page) == ["…"]
    await answered(page)
    assert shown(page)["tiles"][0][change] == chosen
    tile = tiles(page)[0]
    expected = await Pipeline(page.session).explain(tile.question)
    np.testing.assert_array_equal(tile.shown.cam, expected.cam)
    # what was not changed stays
    assert tile.question.settings.shapes == (LEFT,)
    assert shown(page)["tiles"][0]["target"] == (
        chosen if change == "target" else offered["target"]
    )


async def test_cosines_are_those_of_the_raw_maps(page):
    for method in ("gradcam", "layercam"):
        page.do("choose", name="method", value=method)
        await page.settled()
        page.do("keep_tile")
    first, second = (tile.shown for tile in tiles(page))
    maps = [
        cam(each.activations, each.gradients, method)
        for each, method in ((first, "gradcam"), (second, "layercam"))
    ]
    told = numbers.fixed(similarity(*maps), 2)
    assert shown(page)["cosines"] == [["1.00", told], [told, "1.00"]]


async def test_maps_of_other_sizes_are_compared_at_the_larger_one(page):
    page.do("keep_tile")
    layers = shown(page)["tiles"][0]["layers"]
    page.do("keep_tile")
    page.do("change_tile", index=1, layer=layers[0])
    await answered(page)
    cosines = shown(page)["cosines"]
    assert cosines[0][1] == cosines[1][0] != "…"


async def test_one_scale_paints_a_weaker_map_darker(page):
    page.do("keep_tile")
    page.do("keep_tile")
    other = shown(page)["tiles"][0]["classes"][-1]["index"]
    page.do("change_tile", index=1, target=other)
    await answered(page)
    own = pixels(page).copy()
    page.do("scale_tiles", common=True)
    assert shown(page)["common"] is True
    maps = [tile.shown.cam for tile in tiles(page)]
    weaker, stronger = sorted((0, 1), key=lambda index: maps[index].max())
    np.testing.assert_array_equal(pixels(page)[stronger], own[stronger])
    assert (pixels(page)[weaker] != own[weaker]).any()
    highest = float(maps[stronger].max())
    size = maps[weaker].shape[::-1]
    scaled = scale_map(maps[weaker], size, highest)
    np.testing.assert_allclose(scaled, maps[weaker] / highest, rtol=1e-6)


async def test_there_is_room_for_four(page):
    for _ in range(MOST):
        page.do("keep_tile")
    page.do("keep_tile")
    assert page.problem == "4 heatmaps at most: remove one first"
    page.do("remove_tile", index=1)
    page.do("keep_tile")
    assert len(titles(page)) == MOST


def with_the_first_sample(page):
    samples = page.playground.desk.gallery.samples
    samples["cat-and-dog"] = samples["a"]


async def test_cat_and_dog_are_two_classes_of_the_first_sample(page):
    with_the_first_sample(page)
    page.do("place", shape=LEFT)
    page.do("keep_tile")
    page.do("cat_and_dog")
    async with asyncio.timeout(10):
        while len(titles(page)) != 2 or "…" in titles(page):
            await asyncio.sleep(0.005)
    assert [title.partition(" · ")[0] for title in titles(page)] == [
        "Egyptian cat",
        "pug",
    ]
    assert page.state["shapes"] == []


async def test_cat_and_dog_need_their_classes(page):
    await page.playground.receive(
        [FakeFile("net.onnx", tiny_networks.plain().SerializeToString())]
    )
    async with asyncio.timeout(10):
        while page.view.latest["network"]["own"] is None:
            await asyncio.sleep(0.005)
    await page.settled()
    with_the_first_sample(page)
    page.do("keep_tile")
    page.do("cat_and_dog")
    async with asyncio.timeout(5):
        while not page.problem:
            await asyncio.sleep(0.005)
    assert "Egyptian cat" in page.problem
    assert len(titles(page)) == 1  # those that were there stay


async def test_tiles_of_another_network_stay_but_cannot_be_changed(page):
    page.do("keep_tile")
    kept = titles(page)
    page.do("network", name="other")
    async with asyncio.timeout(10):
        while not page.session.closed:
            await asyncio.sleep(0.005)
    await page.settled()
    page.do("keep_tile")
    assert titles(page)[:1] == kept
    page.do("change_tile", index=0, method="layercam")
    if tiles(page)[0].manifest is tiles(page)[1].manifest:
        return  # the stand-in's networks share their manifest
    assert page.problem.startswith("this heatmap is of another network")


async def test_what_cannot_be_answered_is_told_and_leaves(page):
    page.do("keep_tile")
    page.session.failure = PlaygroundError("out of memory")
    page.do("change_tile", index=0, layer=shown(page)["tiles"][0]["layers"][0])
    async with asyncio.timeout(5):
        while not page.problem:
            await asyncio.sleep(0.005)
    assert page.problem == "out of memory"
    await page.settled()
    assert "…" not in titles(page)
