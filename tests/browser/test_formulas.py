"""The lesson's formulas: set in the font that the page brings along."""

from convert.web.assemble import FONT

from .formulas import check_power

STATUS = "[...document.fonts].map(({ status }) => status)"


def fetched(page):
    return [url for url in page.requests if url.endswith(FONT)]


def test_font_comes_with_the_lesson_and_not_before(new_playground):
    page = new_playground()
    page.open()
    page.wait_all_layers()
    assert fetched(page) == []
    assert page.page.evaluate(STATUS) == ["unloaded"]
    page.go_to_lesson()
    assert fetched(page) == [f"{page.origin}/{FONT}"]
    page.check_log()


def test_superscript_stands_where_the_font_says(playground, served):
    playground.go_to_lesson()
    check_power(playground, served.folder)
