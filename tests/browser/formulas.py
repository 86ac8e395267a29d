"""Whether the lesson's formulas are set in the font that the page brings along."""

import pytest
from fontTools.ttLib import TTFont

from convert.web.assemble import FONT

# The first formula of the lesson is A with the superscript k; and its font size.
POWER = """() => {
    const power = document.querySelector("#how .formula msup");
    const boxes = [...power.children].map((part) => part.getBoundingClientRect());
    const sizes = [...power.children].map((part) => getComputedStyle(part).fontSize);
    return boxes.map(({ top, bottom }, i) => [top, bottom, parseFloat(sizes[i])]);
}"""
# Pixels: browsers round the places of boxes.
ROUNDING = 1


def check_power(page, site):
    """A^k is set by the font's MATH table: its size, and where it stands."""
    font = TTFont(site / FONT)
    told, units = font["MATH"].table.MathConstants, font["head"].unitsPerEm
    base, power = page.page.evaluate(POWER)
    (top, bottom, size), (power_top, power_bottom, power_size) = base, power
    scale = told.ScriptPercentScaleDown / 100
    assert power_size == pytest.approx(scale * size, abs=0.01)
    rise = bottom - power_bottom
    least = size * max(told.SuperscriptShiftUp.Value, font["OS/2"].sxHeight) / units
    assert rise >= least - ROUNDING  # it ends above the height of an x
    assert power_top < top  # it is raised above A,
    assert power_bottom > top + ROUNDING  # and does not float away over it
