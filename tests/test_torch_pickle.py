"""Reading old PyTorch files without torch, and without running what they name."""

from __future__ import annotations

import pickle
import struct
from collections import OrderedDict

import numpy as np
import pytest

from convert.models.torch_pickle import TorchFileError, load_state_dict

MAGIC = 0x1950A86A20F9469CFC6C


class Reference:
    """Pickles as a reference to a global of a module that is not installed."""

    def __init__(self, module: str, name: str):
        self.module, self.name = module, name


class Storage:
    def __init__(self, key: str, kind: str, size: int):
        self.pid = ("storage", Reference("torch", kind), key, "cpu", size, None)


class Tensor:
    def __init__(self, storage: Storage, offset: int, shape, strides):
        self.parts = (storage, offset, shape, strides, False, OrderedDict())


class TorchPickler(pickle._Pickler):
    """Writes what torch.save of a version before 1.6 wrote."""

    def persistent_id(self, value):
        return value.pid if isinstance(value, Storage) else None

    def save(self, value, save_persistent_id=True):
        if isinstance(value, Reference):
            self.write(pickle.GLOBAL + f"{value.module}\n{value.name}\n".encode())
        elif isinstance(value, Tensor):
            self.save(Reference("torch._utils", "_rebuild_tensor_v2"))
            self.save(value.parts)
            self.write(pickle.REDUCE)
        else:
            super().save(value, save_persistent_id)


def write(path, state, storages: dict[str, np.ndarray], magic=MAGIC):
    with path.open("wb") as file:
        for item in (magic, 1001, {"little_endian": True}, state, list(storages)):
            TorchPickler(file, 2).dump(item)
        for array in storages.values():
            file.write(struct.pack("<q", array.size) + array.tobytes())
    return path


@pytest.fixture
def file(tmp_path):
    values = np.arange(24, dtype="<f4")
    counts = np.array([7], "<i8")
    floats = Storage("a", "FloatStorage", 24)
    state = OrderedDict(
        whole=Tensor(floats, 0, (2, 3, 4), (12, 4, 1)),
        transposed=Tensor(floats, 0, (4, 6), (1, 4)),
        part=Tensor(floats, 5, (3,), (2,)),
        count=Tensor(Storage("b", "LongStorage", 1), 0, (), ()),
    )
    return write(tmp_path / "state.pth", state, {"a": values, "b": counts})


def test_tensors_come_out_with_their_strides_and_offsets(file):
    state = load_state_dict(file)
    values = np.arange(24, dtype="f")
    np.testing.assert_array_equal(state["whole"], values.reshape(2, 3, 4))
    np.testing.assert_array_equal(state["transposed"], values.reshape(6, 4).T)
    np.testing.assert_array_equal(state["part"], [5, 7, 9])
    assert state["count"] == 7
    assert state["whole"].dtype == np.float32


def test_a_file_that_names_other_code_is_refused(tmp_path):
    path = write(tmp_path / "evil.pth", {"x": Reference("os", "system")}, {})
    with pytest.raises(TorchFileError, match=r"os\.system: refused"):
        load_state_dict(path)


def test_a_file_that_is_cut_off_is_refused(file):
    file.write_bytes(file.read_bytes()[:-30])
    with pytest.raises(
        TorchFileError, match=r"state\.pth ends early: 96 bytes expected"
    ):
        load_state_dict(file)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip archive", b"hello"])
def test_another_kind_of_file_is_refused(tmp_path, content):
    path = tmp_path / "other.pth"
    path.write_bytes(content)
    with pytest.raises(TorchFileError, match=r"other\.pth: not a PyTorch file"):
        load_state_dict(path)


def test_another_magic_number_is_refused(tmp_path):
    with pytest.raises(TorchFileError, match="magic number"):
        load_state_dict(write(tmp_path / "x.pth", {}, {}, magic=1))
