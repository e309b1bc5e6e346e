"""Prepare what the first photo would otherwise wait for; ``deelwijs serve`` runs this beside the website."""

from __future__ import annotations

import os
from contextlib import suppress

from deelwijs.vision.network import NetworkError, load, prepared_file


def main() -> None:
    """Make the fast face network once. Where that cannot be done, photos are checked too, only slower."""
    os.nice(10)  # pages go first
    with suppress(NetworkError, OSError):
        if not prepared_file().is_file():
            load()


if __name__ == "__main__":
    main()
