"""Missions in which a region is drawn."""

import numpy as np

from ..explaining.predictions import rank
from ..words.missions import verdicts as words
from .case import Case, Verdict, heat_in, most_heat
from .rival import greedy

LARGEST_PLACE = 0.25  # of the area: more is no place
NEEDED = 0.5  # of the probability: less left means that the place was needed
WARM = 0.4  # of the maximum


async def decides(case: Case) -> Verdict:
    """How much of the heatmap was drawn over, beside chance and the best possible."""
    heat, mask = case.heat(), case.mask()
    area, held = float(mask.mean()), heat_in(heat, mask)
    best = most_heat(heat, area)
    points = 100 * (held - area) / (best - area) if best > area else 0.0
    after = case.probabilities_of(await case.logits_under(mask))
    left = float(after[case.shown.target])
    is_needed = left < NEEDED * case.probability

    def tell() -> tuple[str, ...]:
        share = words.share_of_heat(held, area, best, case.label)
        return (
            share if heat.any() else str(words.EMPTY_MAP),
            words.cost(case.label, case.probability, left),
            str(words.MATTERS if is_needed else words.HARDLY_MATTERS),
        )

    return Verdict(float(np.clip(points, 0, 100)), tell)


async def flip(case: Case) -> Verdict:
    """The hidden share of the area, if the best guess has become another one."""
    mask = case.mask()
    area = float(mask.mean())
    best = rank(case.shown.probabilities, 1)[0]
    now = rank(await case.logits_under(mask), 1)[0]
    found = await greedy(case, best)
    before, after, rival = map(case.labels.name, (best, now, found.best))

    def tell() -> tuple[str, ...]:
        told = (
            words.rival(found.area, found.passes, rival)
            if found.best != best
            else words.rival_failed(found.passes)
        )
        if now == best:
            return words.not_flipped(before, area), told
        return words.flipped(before, after, area), told

    return Verdict(0.0 if now == best else 100 * (1 - area), tell)


async def warm(case: Case) -> Verdict:
    """How warm the place is, times what is left of the class without it."""
    heat, mask = case.heat(), case.mask()
    area = float(mask.mean())
    if area > LARGEST_PLACE:
        return Verdict(0.0, lambda: (words.too_large(area, LARGEST_PLACE),))
    warmth = float((heat * mask).sum() / mask.sum())
    after = case.probabilities_of(await case.logits_under(mask))
    left = min(float(after[case.shown.target]) / case.probability, 1.0)
    is_free = warmth >= WARM and left >= NEEDED
    told = words.WARM_AND_FREE if is_free else words.WARM_AND_NEEDED
    points = 100 * warmth * left
    return Verdict(points, lambda: (words.warmth(warmth, left), str(told)))
