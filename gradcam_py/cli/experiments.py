"""Runs what --curves, --occlusion and --rise ask for."""

import argparse

from ..evaluation import curves, orders
from ..evaluation.curves import Subject
from ..evaluation.occlusion_map import occlusion_map
from ..evaluation.rise import rise
from ..evaluation.scoring import Scoring
from ..explaining.explanation import Explanation
from ..explaining.pipeline import Pipeline
from ..words.command_line import experiments as words
from .measured import Compared, Estimated, Measured, Occluded
from .progress import Progress


async def measure(
    options: argparse.Namespace, pipeline: Pipeline, explanation: Explanation
) -> Measured:
    """Do what the options ask for, one after the other."""
    settings = explanation.question.settings
    usual = "probability" if settings.versus is None else "logit"
    activation = pipeline.session.manifest.activation
    scoring = Scoring(explanation.target, settings.versus, activation)
    asked = pipeline, explanation, scoring
    return Measured(
        options.measure or usual,
        await _compare(*asked) if options.curves else None,
        await _occlude(*asked, options.grid) if options.occlusion else None,
        await _estimate(*asked, options.masks, options.seed) if options.rise else None,
    )


async def _compare(
    pipeline: Pipeline, explanation: Explanation, scoring: Scoring
) -> Compared:
    session, raw = pipeline.session, explanation.cam
    subject = Subject(explanation.image, pipeline.filling(explanation.question))
    ends = await curves.ends(session, subject, scoring)
    followed = [
        orders.by_map(raw, subject.side),
        *(orders.at_random(raw.shape, subject.side, s) for s in orders.RANDOM_SEEDS),
        orders.centre_first(subject.side),
    ]
    passes = len(followed) * 2 * (subject.steps - 1)
    with Progress(str(words.CURVES), passes) as progress:
        traces = [
            await progress.last(curves.trace(session, subject, order, scoring, ends))
            for order in followed
        ]
    return Compared(traces[0], tuple(traces[1:-1]), traces[-1])


async def _occlude(
    pipeline: Pipeline, explanation: Explanation, scoring: Scoring, grid: int
) -> Occluded:
    question = explanation.question
    filling = pipeline.filling(question)
    states = occlusion_map(pipeline.session, question, filling, scoring, grid)
    with Progress(str(words.OCCLUSION), grid * grid) as progress:
        return Occluded(await progress.last(states), explanation.cam)


async def _estimate(
    pipeline: Pipeline,
    explanation: Explanation,
    scoring: Scoring,
    masks: int,
    seed: int,
) -> Estimated:
    filling = pipeline.filling(explanation.question)
    image = explanation.image
    states = rise(pipeline.session, image, filling, scoring, masks, seed)
    with Progress(words.RISE, masks) as progress:
        return Estimated(await progress.last(states), seed, explanation.cam)
