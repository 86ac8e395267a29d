"""Reads the state dictionary of a PyTorch file from before version 1.6, without torch.

The format is five pickles (magic number, protocol, system info, the state dictionary,
the storage keys) followed by the raw storages. Unpickling runs code that the file
names, so only the four names that a state dictionary of tensors needs are allowed.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

_MAGIC = 0x1950A86A20F9469CFC6C
_DTYPES = {"FloatStorage": "<f4", "LongStorage": "<i8"}


class TorchFileError(ValueError):
    """The file is not a state dictionary that this module reads."""


@dataclass(frozen=True)
class _StorageType:
    dtype: str


@dataclass(frozen=True)
class _Storage:
    key: str
    dtype: str


@dataclass(frozen=True)
class _Tensor:
    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def _rebuild_tensor(storage, offset, shape, strides, *_requires_grad_and_hooks):
    return _Tensor(storage, offset, tuple(shape), tuple(strides))


class _StateDictUnpickler(pickle.Unpickler):
    _ALLOWED = {  # noqa: RUF012 (read only)
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _rebuild_tensor,
        **{("torch", name): _StorageType(dtype) for name, dtype in _DTYPES.items()},
    }

    def find_class(self, module: str, name: str):
        try:
            return self._ALLOWED[module, name]
        except KeyError:
            raise TorchFileError(
                f"expected a dictionary of tensors, the file also wants "
                f"{module}.{name}: refused, as it could run code"
            ) from None

    def persistent_load(self, pid) -> _Storage:
        kind, storage_type, key, _location, _size, *_view = pid
        if kind != "storage" or not isinstance(storage_type, _StorageType):
            raise TorchFileError(f"expected a tensor storage, came {pid!r}")
        return _Storage(key, storage_type.dtype)


def load_state_dict(path: Path) -> dict[str, np.ndarray]:
    """Name -> array, as torch.load would give them.

    Raises TorchFileError where the file is of another kind or cut off.
    """
    with path.open("rb") as file:
        try:
            magic, _protocol, _system, state, keys = (
                _StateDictUnpickler(file).load() for _ in range(5)
            )
        except (pickle.UnpicklingError, EOFError, UnicodeDecodeError) as error:
            raise TorchFileError(f"{path.name}: not a PyTorch file: {error}") from error
        if magic != _MAGIC:
            raise TorchFileError(f"{path.name}: expected PyTorch's magic number first")
        dtypes = {tensor.storage.key: tensor.storage.dtype for tensor in state.values()}
        storages = {key: _read_storage(file, dtypes[key], path) for key in keys}
    return {name: _as_array(tensor, storages) for name, tensor in state.items()}


def _read_storage(file: BinaryIO, dtype: str, path: Path) -> np.ndarray:
    (count,) = np.frombuffer(_read(file, 8, path), "<i8")
    return np.frombuffer(
        _read(file, int(count) * np.dtype(dtype).itemsize, path), dtype
    )


def _read(file: BinaryIO, size: int, path: Path) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise TorchFileError(
            f"{path.name} ends early: {size} bytes expected, {len(data)} left"
        )
    return data


def _as_array(tensor: _Tensor, storages: dict[str, np.ndarray]) -> np.ndarray:
    flat = storages[tensor.storage.key][tensor.offset :]
    byte_strides = [stride * flat.itemsize for stride in tensor.strides]
    return np.lib.stride_tricks.as_strided(flat, tensor.shape, byte_strides).copy()
