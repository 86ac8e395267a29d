"""Which models there are: every one that a module of this folder defines.

Asking imports no Keras, see `Model`.
"""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from .network import Model


def _found() -> dict[str, type[Model]]:
    for module in iter_modules([str(Path(__file__).parent)]):
        import_module(f"{__package__}.{module.name}")
    models = sorted(Model.__subclasses__(), key=lambda model: model.name)
    found = {model.name: model for model in models}
    if len(found) < len(models):
        raise ValueError(f"two models have one name: {[m.name for m in models]}")
    return found


MODELS = _found()
