"""What is measured, and what it is to reach."""

from dataclasses import dataclass

LOW, HIGH = "at most", "at least"


@dataclass(frozen=True)
class Figure:
    """One line of the table. `target` None: for information."""

    key: str
    title: str
    unit: str  # "" for a ratio
    target: float | None = None
    sense: str = LOW

    def is_reached(self, value: float) -> bool | None:
        """Whether `value` meets the target, None where there is none."""
        if self.target is None:
            return None
        return value <= self.target if self.sense == LOW else value >= self.target


FIGURES = (
    Figure("layers/1", "All 18 layers / forward pass, in the browser", "", 1.7),
    Figure("layers/2", "All 18 layers / forward pass, in the browser", "", 1.9),
    Figure("layers/native", "All 18 layers / forward pass, onnxruntime", "", 2.4),
    Figure(
        "layers/torch",
        "All 18 layers in the browser / pytorch-grad-cam with 18 target layers, native",
        "",
        0.8,
    ),
    Figure(
        "heatmaps/torch",
        "The same down to the 18 heatmaps in Python on the page",
        "",
        0.8,
    ),
    Figure("layers/frozen", "The layers alone / the same with its weights frozen", ""),
    Figure(
        "curves/native",
        "Deletion and insertion in 49 steps / their forward passes alone, onnxruntime",
        "",
        1.15,
    ),
    Figure(
        "occlusion/native",
        "Map of 7 × 7 hidden cells / its forward passes alone, onnxruntime",
        "",
        1.15,
    ),
    Figure(
        "crowd/one",
        "Many pictures by one process / their forward passes and heads alone, as fast",
        "",
        0.8,
        HIGH,
    ),
    Figure(
        "crowd/all",
        "Many pictures by as many processes as cores / as often one, as fast",
        "",
        0.85,
        HIGH,
    ),
    Figure(
        "crowd/core",
        "The same / as often one that has a single core, too, as fast",
        "",
        0.85,
        HIGH,
    ),
    Figure(
        "perturbation/original",
        "One perturbation on the page, shown / the original's work, native Keras",
        "",
        0.10,
    ),
    Figure(
        "drawing/rate",
        "Updates while drawing / forward passes alone",
        "%",
        85,
        HIGH,
    ),
    Figure(
        "drawing/spare",
        "The same where the runtime leaves a core to everything else",
        "%",
        85,
        HIGH,
    ),
    Figure("drawing/latency", "Stroke to heatmap, 95th percentile", "ms"),
    Figure("drawing/task", "Longest main-thread task while drawing", "ms", 50),
    # Half of 0.65 of a core at 13 updates a second.
    Figure(
        "drawing/processor",
        "Processor time of an update while drawing, besides the runtime",
        "ms",
        25,
    ),
    Figure(
        "drawing/experiment",
        "Stroke in an experiment: shown later than else, less a pass, 95th percentile",
        "ms",
        50,
    ),
    Figure(
        "start/first",
        "First visit to a heatmap that it computed / bare Pyodide, NumPy and Pillow",
        "",
        1.2,
    ),
    Figure(
        "start/floor", "The same / those and a session of ONNX Runtime beside", "", 1.05
    ),
    Figure(
        "start/opening",
        "First visit to the answer that came with the page / bare Pyodide",
        "",
    ),
    Figure(
        "start/repeat",
        "A repeat visit to the answer that came with the page / bare Pyodide",
        "",
        0.4,
    ),
    Figure("start/again", "A repeat visit to one that it computed / the same", "", 0.4),
    *(
        Figure(f"start/{key}/{host}", f"{title}{where}", "")
        for host, where in (
            ("plain", ", from a host without headers"),
            ("line", ", over 20 Mbit/s with 40 ms"),
        )
        for key, title in (
            ("first", "First visit / bare Pyodide"),
            ("floor", "First visit / both runtimes"),
            ("opening", "First visit to the answer that came along / bare Pyodide"),
            ("repeat", "A repeat visit to the answer that came along / bare Pyodide"),
            ("again", "A repeat visit to one that it computed / bare Pyodide"),
        )
    ),
    Figure("bytes", "Bytes to the first heatmap, gzip", "MB", 21),
    Figure("requests", "Requests to the first heatmap", "", 25),
    Figure("memory", "Peak memory of the tab", "MB", 450),
)
