"""The formulas' font: every glyph that the page needs, and little more."""

import io
import re

import pytest
from fontTools.ttLib import TTFont

from convert.thirdparty.fetch import fetch
from convert.web.assemble import FONT
from convert.web.math_font import (
    ASSET,
    PAGE,
    FontError,
    italic,
    math_characters,
    math_font,
    subset,
)

LARGEST = 10_000  # bytes; a whole maths font has a hundred times as many
FORMULA = """<p>θ outside</p>
<math><mi>A</mi><msup><mi>h</mi>
<mn>12</mn></msup><mspace width="1em" /><mo>(</mo><mi>max</mi><mtext>a b</mtext></math>
<p>β outside</p>"""


@pytest.fixture(scope="module")
def font():
    return TTFont(io.BytesIO(math_font()))


def glyphs(font, variants):
    """The names of the larger forms of each glyph that has any."""
    return {
        name: [record.VariantGlyph for record in made.MathGlyphVariantRecord]
        for name, made in zip(
            variants.VertGlyphCoverage.glyphs,
            variants.VertGlyphConstruction,
            strict=True,
        )
    }


def test_characters_are_those_inside_of_formulas():
    # by MathML, a single letter in <mi> is italic and a word is upright
    expected = {"\N{MATHEMATICAL ITALIC CAPITAL A}", "\N{PLANCK CONSTANT}", *"12(max"}
    assert math_characters(FORMULA) == expected | set("a b")


@pytest.mark.parametrize(
    ("letter", "drawn"),
    [
        ("A", "𝐴"),
        ("z", "𝑧"),
        ("h", "ℎ"),
        ("α", "𝛼"),
        ("ε", "𝜀"),
        ("ϵ", "𝜖"),
        ("Σ", "𝛴"),
    ],
)
def test_single_letters_have_the_italic_of_mathml(letter, drawn):
    assert italic(letter) == drawn


def test_font_has_every_character_of_every_formula(site_folder):
    built = TTFont(site_folder / FONT)
    # read off the page by another way than the build's
    page = (site_folder / "index.html").read_text()
    texts = re.findall(
        r"<(m[ino])>([^<]+)</\1>",
        "".join(re.findall(r"<math.*?</math>", page, re.DOTALL)),
    )
    assert len(texts) > 200
    drawn = "".join(italic(text) if tag == "mi" else text for tag, text in texts)
    assert set(drawn) <= set(map(chr, built.getBestCmap()))


def test_font_keeps_what_formulas_are_set_by(font):
    whole = TTFont(fetch(ASSET))
    ours, theirs = font["MATH"].table, whole["MATH"].table
    for name in ("SuperscriptShiftUp", "FractionRuleThickness", "AxisHeight"):
        value = getattr(ours.MathConstants, name).Value
        assert value == getattr(theirs.MathConstants, name).Value > 0
    assert font["OS/2"].sxHeight == whole["OS/2"].sxHeight
    larger = glyphs(font, ours.MathVariants)
    for character in "()∑":
        assert len(larger[font.getBestCmap()[ord(character)]]) > 1


def test_font_is_small_and_the_same_every_time():
    assert len(math_font()) < LARGEST
    assert math_font() == math_font()


def test_built_font_is_what_the_page_asks_for(site_folder):
    assert (site_folder / FONT).read_bytes() == math_font()
    assert f"url(./{FONT})" in (site_folder / "page.css").read_text()


def test_font_says_whose_it_is(font):
    names = {record.nameID: str(record) for record in font["name"].names}
    assert "STIX Fonts Project Authors" in names[0]
    assert "SIL Open Font License" in names[13]


def test_character_that_the_font_lacks_is_named():
    page = PAGE.read_text().replace("<mi>k</mi>", "<mi>漢</mi>")
    with pytest.raises(FontError, match="漢"):
        subset(fetch(ASSET), math_characters(page))
