"""How weights are narrowed, shared and widened again."""

from __future__ import annotations

import numpy as np
import onnx_ir as ir
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from convert.export.weights import WeightsFile, to_float16, to_int16

BIG = (160, 90)  # 14,400 elements: narrowed


def model_with(*weights: np.ndarray) -> ir.Model:
    """x [1,n] -> x W1, x W2, ...: one MatMul for each matrix."""
    x = ir.val("x", ir.DataType.FLOAT, [1, weights[0].shape[0]])
    graph = ir.Graph([x], [], nodes=[], opset_imports={"": 17}, name="test")
    tape = ir.tape.Tape(graph)
    for number, weight in enumerate(weights):
        value = tape.initializer(ir.tensor(weight, name=f"w{number}"))
        product = tape.op("MatMul", [x, value])
        product.name = f"y{number}"
        graph.outputs.append(product)
    return ir.Model(graph, ir_version=8)


def external(model: ir.Model) -> dict[str, ir.ExternalTensor]:
    return {
        name: value.const_value
        for name, value in model.graph.initializers.items()
        if isinstance(value.const_value, ir.ExternalTensor)
    }


finite = st.floats(-1e3, 1e3, width=32)


@given(arrays.arrays(np.float32, (3, 4, 2, 2), elements=finite))
@example(np.full((3, 4, 2, 2), 1e-45, np.float32))
@example(np.full((3, 4, 2, 2), 377.04474, np.float32))
def test_int16_is_within_one_step_and_keeps_each_channels_sum(wide):
    narrow, scale = to_int16(wide)
    assert narrow.dtype == np.int16
    assert scale.shape == (3, 1, 1, 1)
    # float32 rounding of w / scale adds 2^-24 of the range, a 512th of a step
    assert (np.abs(narrow * scale.astype(float) - wide) <= 1.01 * scale).all()
    sums = (narrow * scale.astype(float) - wide).sum(axis=(1, 2, 3))
    rounding = 16 / 512  # of a channel's sixteen weights
    assert (np.abs(sums) <= (0.5 + rounding) * scale[:, 0, 0, 0] + 1e-9).all()


def test_a_channel_of_zeros_stays_zero():
    wide = np.zeros((2, 3, 1, 1), np.float32)
    wide[1] = 5
    narrow, scale = to_int16(wide)
    np.testing.assert_array_equal(narrow * scale, wide)


def test_a_matrix_is_scaled_along_its_better_axis():
    rng = np.random.default_rng(0)
    wide = rng.normal(size=(5, 7)).astype(np.float32) * 10.0 ** np.arange(7)
    _, scale = to_int16(wide.astype(np.float32))
    assert scale.shape == (1, 7)


def test_float16_refuses_what_it_cannot_hold():
    with pytest.raises(
        ValueError, match=r"w too large|weight of w .* 65504.*--precision"
    ):
        to_float16(np.array([[1e6]], np.float32), "w")


def test_an_unknown_precision_names_the_known_ones():
    with pytest.raises(ValueError, match=r"int16.*float16.*float32.*'int8'"):
        WeightsFile("int8")


@pytest.mark.parametrize("precision", ["int16", "float16", "float32"])
def test_equal_tensors_of_two_graphs_are_stored_once(precision):
    rng = np.random.default_rng(1)
    a, b = (rng.normal(size=BIG).astype(np.float32) for _ in range(2))
    weights = WeightsFile(precision)
    first, second = model_with(a, b), model_with(b.copy())
    weights.take_from(first)
    size = len(weights.content())
    weights.take_from(second)
    assert len(weights.content()) == size
    regions = [
        {(t.offset, t.length) for t in external(m).values()} for m in (first, second)
    ]
    assert regions[1] < regions[0]


def test_small_tensors_stay_float32_and_tiny_ones_in_the_graph():
    small = np.ones((50, 40), np.float32)
    tiny = np.ones((50, 2), np.float32)
    model = model_with(small, tiny)
    WeightsFile("int16").take_from(model)
    assert {name: t.dtype for name, t in external(model).items()} == {
        "w0": ir.DataType.FLOAT
    }
    assert "w1" in model.graph.initializers


@pytest.mark.parametrize(
    ("precision", "tolerance"), [("int16", 3e-5), ("float16", 1e-3)]
)
def test_the_widened_weights_are_those_that_went_in(tmp_path, precision, tolerance):
    """Run by onnxruntime; tolerance: half a step of the format, and some."""
    import onnxruntime as ort

    wide = np.random.default_rng(2).uniform(-1, 1, BIG).astype(np.float32)
    model = model_with(wide)
    weights = WeightsFile(precision)
    weights.take_from(model)
    (tmp_path / "weights.bin").write_bytes(weights.content())
    path = tmp_path / "model.onnx"
    path.write_bytes(ir.to_proto(model).SerializeToString())
    session = ort.InferenceSession(str(path))
    rows = [session.run(None, {"x": row[None]})[0][0] for row in np.eye(160, dtype="f")]
    np.testing.assert_allclose(np.stack(rows), wide, atol=tolerance)
    assert not np.array_equal(np.stack(rows), wide)
