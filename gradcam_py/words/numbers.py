"""Every format of a number that people read.

Signs and patterns are messages with a context, so that they stand in the catalogue of a
language; tests compare them with Unicode's (CLDR). Numbers within something that a
program reads, such as 0..999, are the same in every language.

Longer than most by its examples.
"""

from .language import _, pgettext

# Below this one decimal of a percentage point shows no change.
UNCHANGED = 0.0005
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def count(number: int) -> str:
    """How many.

    >>> count(1280)
    '1,280'
    """
    least = int(pgettext("digits before the first thousands separator, at least", "1"))
    if abs(number) < 1000 * 10 ** (least - 1):
        return str(number)
    return f"{number:,}".replace(",", pgettext("thousands separator", ","))


def number(value: float, digits: int = 3) -> str:
    """A raw value with some significant digits.

    >>> number(2.3456), number(0.0)
    ('2.35', '0')
    """
    return rough(value, digits) if value else "0"


def fixed(value: float, decimals: int) -> str:
    """A value with so many decimals.

    >>> fixed(-0.25, 1)
    '−0.2'
    """
    return typeset(f"{value:.{decimals}f}")


def rough(value: float, digits: int = 6) -> str:
    """A value with as few digits as it needs, and so many at most.

    >>> rough(32.0), rough(0.00123, 1)
    ('32', '0.001')
    """
    return decimal(f"{value:.{digits}g}")


def with_sign(value: float, digits: int = 3) -> str:
    """A value with its sign and some significant digits.

    >>> with_sign(-1.5e-7, 2), with_sign(0.0)
    ('−1.5 × 10⁻⁷', '0')
    """
    return typeset(f"{value:+#.{digits}g}") if value else "0"


def power(value: float) -> str:
    """A value as its first two digits times a power of ten.

    >>> power(0.000012)
    '1.2 × 10⁻⁵'
    """
    return typeset(f"{value:.1e}")


def typeset(number: str) -> str:
    """A number as programs write it -> as it is printed.

    >>> typeset("-1.5e-07")
    '−1.5 × 10⁻⁷'
    """
    mantissa, e, exponent = number.partition("e")
    power = f" × 10{str(int(exponent)).translate(SUPERSCRIPTS)}" if e else ""
    return decimal(mantissa.removesuffix(".")).replace("-", "−") + power


def percent(share: float) -> str:
    """A probability as people read it: one decimal, and never a false zero.

    >>> percent(0.1234), percent(0.00001)
    ('12.3 %', '< 0.1 %')
    """
    if 0 < share < 0.001:
        return f"< {_percent(0.001, '.1f')}"
    return _percent(share, ".1f")


def rounded_percent(part: float) -> str:
    """A part of something, as a percentage with two significant digits.

    >>> rounded_percent(0.0123)
    '1.2 %'
    """
    return _percent(part, ".2g")


def whole_percent(part: float) -> str:
    """A part of something, as a percentage without decimals.

    >>> whole_percent(0.666)
    '67 %'
    """
    return _percent(part, ".0f")


def signed_points(change: float) -> str:
    """A change of probability, in percentage points with its sign.

    >>> signed_points(-0.05), signed_points(0.0)
    ('−5.0 points', '±0 points')
    """
    told = "±0" if abs(change) < UNCHANGED else typeset(f"{100 * change:+.1f}")
    return _("{number} points", number=told)


def plain_percent(share: float) -> str:
    """A probability in a column of a terminal.

    >>> plain_percent(0.1234)
    '12.3%'
    """
    return pgettext(
        "percentage in a column of a terminal",
        "{number}%",
        number=decimal(f"{100 * share:.1f}"),
    )


def plain_percent_sign() -> str:
    """What stands behind the number of a percentage at an axis.

    >>> plain_percent_sign()
    '%'
    """
    return pgettext("percentage in a column of a terminal", "{number}%", number="")


def plain_points(change: float) -> str:
    """A change of probability in a column of a terminal: percentage points.

    >>> plain_points(-0.05)
    '-5.0'
    """
    return decimal(f"{100 * change:+.1f}")


def plain(value: float, decimals: int) -> str:
    """A value with so many decimals, in a column of a terminal.

    >>> plain(-0.25, 1)
    '-0.2'
    """
    return decimal(f"{value:.{decimals}f}")


def scientific(value: float, decimals: int) -> str:
    """A value of any size in a column of a terminal.

    >>> scientific(0.000012, 1)
    '1.2e-05'
    """
    return decimal(f"{value:.{decimals}e}")


def size(height: int, width: int) -> str:
    """The two sides of a map or a picture.

    >>> size(7, 7)
    '7 × 7'
    """
    return f"{height} × {width}"


def megabytes(size: int) -> str:
    """So many bytes.

    >>> megabytes(102_400_000)
    '102.4 MB'
    """
    return _("{number} MB", number=decimal(f"{size / 1e6:.1f}"))


def factor(value: float) -> str:
    """What something is multiplied with.

    >>> factor(-2.0)
    '× −2.00'
    """
    return f"× {with_sign(value)}"


def interval(low: float, high: float) -> str:
    """From the smallest value to the largest.

    >>> interval(-1.0, 2.5)
    '−1.0 to 2.5'
    """
    return _("{low} to {high}", low=fixed(low, 1), high=fixed(high, 1))


def indices(number: int) -> str:
    """The places of so many things in a list, as programs count them.

    >>> indices(1000)
    '0..999'
    """
    return f"0..{number - 1}"


def _percent(share: float, format: str) -> str:
    # In float64: a float32's product would be rounded once more.
    number = decimal(f"{100 * float(share):{format}}")
    return pgettext("percentage", "{number} %", number=number)


def decimal(number: str) -> str:
    """A number as programs write it, with the language's own decimal sign.

    >>> decimal("0.25")
    '0.25'
    """
    return number.replace(".", pgettext("decimal sign", "."))
