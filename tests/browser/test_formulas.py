"""The lesson's formulas: set in the font that the page brings along."""

from .formulas import check_power


def test_superscript_stands_where_the_font_says(playground, served):
    playground.go_to_lesson()
    check_power(playground, served.folder)
