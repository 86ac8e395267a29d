"""Ratios of inference: all layers, one forward pass, peers."""

import os
from contextlib import ExitStack
from pathlib import Path

from .context import Context
from .interleave import interleaved
from .native import experiments
from .native import work as native_work
from .networks import NETWORKS, PEERS_NETWORK
from .peer import Peer
from .report import Result, ratio
from .tab import Tab, prepared

THREADS = (1, 2)
TORCH, ORIGINAL = "bench.peers.torch_gradcam", "bench.peers.keras_original"
PLAIN, FROZEN = "pytorch-grad-cam", "pytorch-grad-cam frozen"
VARIANTS = {PLAIN: "plain", FROZEN: "frozen"}


def measure(context: Context) -> list[Result]:
    """All figures of this family."""
    results = []
    for network in NETWORKS:
        results.append(_native(context, network))
        results += _experiments(context, network)
        for threads in THREADS:
            with prepared(context, network, context.profile(), threads) as tab:
                results.append(_browser(context, tab, network, threads))
                if network == PEERS_NETWORK:
                    results += _beside_torch(context, tab, threads)
                    results.append(_beside_original(context, tab, threads))
    return results


def _native(context: Context, network: str) -> Result:
    folder: Path = context.site / "models" / network
    graphs = ("layers", "forward")
    works = {graph: native_work(folder, graph, threads=1) for graph in graphs}
    times = context.keep(f"native {network}", interleaved(works, context.rounds))
    return ratio("layers/native", times, *graphs, network, 1)


def _experiments(context: Context, network: str) -> list[Result]:
    works = experiments(context.site / "models" / network)
    name = f"experiments {network}"
    times = context.keep(name, interleaved(works, context.rounds))
    threads = os.cpu_count() or 1  # what onnxruntime takes
    return [
        ratio("curves/native", times, "curves", "curve passes", network, threads),
        ratio("occlusion/native", times, "cells", "cell passes", network, threads),
    ]


def _browser(context: Context, tab: Tab, network: str, threads: int) -> Result:
    works = {name: tab.work(name) for name in ("layers", "forward")}
    times = interleaved(works, context.rounds)
    context.keep(f"browser {network} {threads}", times)
    key = f"layers/{threads}"
    return ratio(key, times, "layers", "forward", network, threads)


def _beside_torch(context: Context, tab: Tab, threads: int) -> list[Result]:
    with ExitStack() as stack:
        peers = {
            name: stack.enter_context(
                Peer(context.peers_python, TORCH, str(threads), variant)
            )
            for name, variant in VARIANTS.items()
        }
        works = {ours: tab.work(ours) for ours in ("layers", "heatmaps")}
        works |= {name: peer.work for name, peer in peers.items()}
        times = context.keep(f"torch {threads}", interleaved(works, context.rounds))
        context.versions.update(peers[PLAIN].versions)
    return [
        ratio(key, times, ours, peer, PEERS_NETWORK, threads)
        for key, ours, peer in (
            ("layers/torch", "layers", PLAIN),
            ("heatmaps/torch", "heatmaps", PLAIN),
            ("layers/frozen", "layers", FROZEN),
        )
    ]


def _beside_original(context: Context, tab: Tab, threads: int) -> Result:
    with Peer(context.python, ORIGINAL, str(threads)) as peer:
        works = {"perturbation": tab.work("perturbation"), "original": peer.work}
        times = interleaved(works, context.rounds)
        context.versions.update(peer.versions)
    context.keep(f"original {threads}", times)
    key = "perturbation/original"
    return ratio(key, times, "perturbation", "original", PEERS_NETWORK, threads)
