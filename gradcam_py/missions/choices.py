"""Missions in which one of several answers is chosen."""

from ..explaining.predictions import rank
from ..image.fills import FILLS
from ..words.missions import tasks
from ..words.missions import verdicts as words
from .case import Case, Verdict, brightest

HALF = 0.5  # of the maximum: what is hidden of a heatmap
CLEARLY = 0.05  # of a probability
HARDLY = 1.0  # of a logit


async def fill(case: Case) -> Verdict:
    """Which fill changes the logit most, with the brightest part under it."""
    mask, target = brightest(case.heat(), HALF), case.shown.target
    changes = {}
    for name in FILLS:
        after = await case.logits_under(mask, name)
        changes[name] = float(after[target] - case.shown.logits[target])
    most = max(changes, key=lambda name: abs(changes[name]))
    largest = abs(changes[most])
    points = 100 * abs(changes[case.choice]) / largest if largest else 0.0

    def tell() -> tuple[str, ...]:
        named = [(str(FILLS[name].title), change) for name, change in changes.items()]
        chosen, right = FILLS[case.choice], FILLS[most]
        answer = words.fill_answer(str(chosen.title), str(right.title))
        return answer, words.fill_changes(named), str(words.NO_NOTHING)

    return Verdict(points, tell)


async def classes(case: Case) -> Verdict:
    """What hiding the one class does to the next one's probability and logit."""
    one = case.shown.target
    other = next(each for each in rank(case.shown.probabilities, 2) if each != one)
    mask = brightest(case.heat(), HALF)
    logits = await case.logits_under(mask)
    before = float(case.shown.probabilities[other])
    after = float(case.probabilities_of(logits)[other])
    change = float(logits[other] - case.shown.logits[other])
    names = case.labels.name(one), case.labels.name(other)
    right = what_happened(after - before, change)
    points = 100.0 if case.choice == right else 0.0

    def tell() -> tuple[str, ...]:
        told = words.competition(float(mask.mean()), *names, before, after, change)
        answer = words.came(str(tasks.CLASSES_OPTIONS[right]))
        return answer, told, str(words.SOFTMAX)

    return Verdict(points, tell)


def what_happened(probability: float, logit: float) -> str:
    """Which of `tasks.CLASSES_OPTIONS` these changes are.

    >>> what_happened(0.4, 0.1), what_happened(0.4, 3.0), what_happened(-0.2, -2.0)
    ('probability', 'both', 'fall')
    """
    if probability < -CLEARLY:
        return "fall"
    if probability <= CLEARLY:
        return "neither"
    return "both" if logit > HARDLY else "probability"
