"""Which class is explained: by whose choice, and how any class is found."""

import re

import pytest

FACE = ((0.02, 0.02), (0.48, 0.98))  # of the first sample's cat
DRAWN = "canvas => canvas.toDataURL()"
WORDS = ("cat", "dog", "wolf", "car", "bird", "truck", "monkey")


def class_named(playground, panel):
    return playground[f"#{panel}-class"].text_content()


def names(playground):
    return {row["index"]: row["label"] for row in playground.state()["predictions"]}


def hide_the_best(playground):
    """Draw over everything but a corner; the class that was best, and the new best."""
    before = playground.state()["predictions"][0]
    playground.draw(*FACE)
    now = playground.state()["predictions"][0]
    assert now["index"] != before["index"], "the stroke was to change the best guess"
    return before, now


def test_one_click_on_the_best_guess_pins_it(playground):
    playground.reset()
    best = playground.state()["predictions"][0]
    assert playground["#choice-text"].text_content().startswith("Following")
    assert playground["#follow"].is_disabled()
    playground[f'#predictions [data-class-index="{best["index"]}"]'].click()
    playground.wait("playground.state().pinned")
    playground.wait_ready()
    assert playground["#choice-text"].text_content() == f"Pinned: {best['label']}"
    playground["#follow"].click()
    playground.wait("!playground.state().pinned")


def test_the_space_bar_on_the_best_guess_pins_it(playground):
    playground.reset()
    playground["#predictions input:checked"].press("Space")
    playground.wait("playground.state().pinned")


def test_an_arrow_key_in_the_list_explains_the_next_guess(playground):
    playground.reset()
    second = playground.state()["predictions"][1]["index"]
    playground["#predictions input:checked"].press("ArrowDown")
    playground.wait("playground.state().target === argument", second)


def test_a_stroke_changes_no_explained_class_and_both_maps_name_it(playground):
    playground.reset()
    untouched = playground.page.evaluate(
        "document.querySelector('#before').toDataURL()"
    )
    before, now = hide_the_best(playground)
    assert playground.state()["target"] == before["index"]
    assert class_named(playground, "heatmap") == before["label"]
    assert class_named(playground, "before") == f"{before['label']}, nothing hidden"
    assert playground["#before"].evaluate(DRAWN) == untouched
    assert now["label"] in playground["#explain-best"].text_content()


@pytest.mark.parametrize("way", ["click", "key"])
def test_the_new_best_is_explained_in_one_click_or_key(playground, way):
    playground.reset()
    _, now = hide_the_best(playground)
    if way == "click":
        playground["#explain-best"].click()
    else:
        playground["#stage"].press("b")
    playground.wait("playground.state().target === argument", now["index"])
    playground.wait_ready()
    assert class_named(playground, "heatmap") == now["label"]
    assert class_named(playground, "before") == f"{now['label']}, nothing hidden"
    assert playground["#explain-best"].is_hidden()
    assert playground.state()["pinned"]


def test_a_b_that_is_typed_chooses_nothing(playground):
    playground.reset()
    before, _ = hide_the_best(playground)
    playground["#class-search"].press("b")
    playground.wait("document.querySelector('[role=option]')")
    assert playground.state()["target"] == before["index"]


@pytest.mark.parametrize("word", WORDS)
def test_every_suggestion_contains_the_word(playground, word):
    playground.reset()
    playground["#class-search"].fill(word)
    playground.wait(
        "document.querySelectorAll('#class-search-list [role=option]').length"
    )
    options = playground["#class-search-list [role=option]"].all_text_contents()
    assert all(re.search(rf"\b{word}\b", option.lower()) for option in options)
    assert playground["#class-search"].input_value() == word


def test_a_class_is_chosen_from_the_list_by_keyboard(playground):
    playground.reset()
    playground["#class-search"].fill("golden")
    playground.wait("document.querySelector('#class-search-list [role=option]')")
    assert playground["#class-search"].get_attribute("aria-expanded") == "true"
    playground["#class-search"].press("ArrowDown")
    active = playground["#class-search"].get_attribute("aria-activedescendant")
    assert playground[f"[id='{active}']"].get_attribute("aria-selected") == "true"
    playground["#class-search"].press("Enter")
    playground.wait("playground.state().target === 207")
    playground.wait_ready()
    assert playground["#class-search"].input_value() == "golden retriever"
    assert playground["#class-search"].get_attribute("aria-expanded") == "false"


def test_a_class_to_compare_with_is_chosen_by_pointer(playground):
    playground.reset()
    playground["#versus"].fill("golden")
    playground["#versus-list [role=option] >> nth=0"].click()
    playground.wait("playground.state().versus === 207")
    playground.wait_ready()
    assert class_named(playground, "heatmap").endswith("rather than golden retriever")


def test_escape_closes_the_list_and_keeps_the_text(playground):
    playground.reset()
    playground["#class-search"].fill("golden")
    playground.wait("document.querySelector('#class-search-list [role=option]')")
    playground["#class-search"].press("Escape")
    assert playground["#class-search-list"].is_hidden()
    assert playground["#class-search"].input_value() == "golden"


def test_text_that_is_no_class_stays_in_the_field(playground):
    playground.reset()
    playground.type_into("#class-search", "unicorn")
    assert "unicorn" in playground.wait_problem()
    assert playground["#class-search"].input_value() == "unicorn"


def test_a_message_moves_nothing_and_goes_with_the_next_success(playground):
    playground.reset()
    place = playground["#stage"].bounding_box()
    playground.type_into("#class-search", "unicorn")
    playground.wait_problem()
    assert playground["#problem"].get_attribute("role") == "alert"
    scrolled = playground.page.evaluate("scrollY")
    assert playground["#stage"].bounding_box()["y"] + scrolled == place["y"]
    playground.type_into("#class-search", "pug")
    assert playground["#problem"].is_hidden()


def test_the_word_about_the_link_goes_with_the_next_failure(playground):
    playground.reset()
    playground["#share"].click()
    playground.wait("document.querySelector('#status').textContent.includes('link')")
    playground.type_into("#class-search", "unicorn")
    playground.wait_problem()
    assert "link" not in playground["#status"].text_content()


def test_the_loading_bar_ends_at_its_end(playground):
    assert playground["#progress"].evaluate("bar => bar.value") == 1


def test_eigencam_says_that_it_knows_no_class(playground):
    playground.reset()
    playground.select("#method", "eigencam")
    assert class_named(playground, "heatmap") == "the same for every class and score"
    assert playground["#score"].is_disabled()
    playground.select("#method", "gradcam")
    assert playground["#score"].is_enabled()
