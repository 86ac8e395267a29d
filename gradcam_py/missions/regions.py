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
    texts = [
        words.share_of_heat(held, area, best, case.label),
        words.cost(case.label, case.probability, left),
        str(words.MATTERS if is_needed else words.HARDLY_MATTERS),
    ]
    if not heat.any():
        texts[0] = str(words.EMPTY_MAP)
    return Verdict(float(np.clip(points, 0, 100)), tuple(texts))


async def flip(case: Case) -> Verdict:
    """The hidden share of the area, if the best guess has become another one."""
    mask = case.mask()
    area = float(mask.mean())
    best = rank(case.shown.probabilities, 1)[0]
    now = rank(await case.logits_under(mask), 1)[0]
    found = await greedy(case, best)
    told = (
        words.rival(found.area, found.passes, case.labels.name(found.best))
        if found.best != best
        else words.rival_failed(found.passes)
    )
    if now == best:
        name = case.labels.name(best)
        return Verdict(0.0, (words.not_flipped(name, area), told))
    names = case.labels.name(best), case.labels.name(now)
    return Verdict(100 * (1 - area), (words.flipped(*names, area), told))


async def warm(case: Case) -> Verdict:
    """How warm the place is, times what is left of the class without it."""
    heat, mask = case.heat(), case.mask()
    area = float(mask.mean())
    if area > LARGEST_PLACE:
        return Verdict(0.0, (words.too_large(area, LARGEST_PLACE),))
    warmth = float((heat * mask).sum() / mask.sum())
    after = case.probabilities_of(await case.logits_under(mask))
    left = min(float(after[case.shown.target]) / case.probability, 1.0)
    is_free = warmth >= WARM and left >= NEEDED
    told = words.WARM_AND_FREE if is_free else words.WARM_AND_NEEDED
    return Verdict(100 * warmth * left, (words.warmth(warmth, left), str(told)))
