"""What can wait until the website answers; ``deelwijs serve`` runs this beside it."""

from __future__ import annotations

import os
from contextlib import suppress

from deelwijs.cli.environment import start_django
from deelwijs.vision.network import NetworkError, load, prepared_file


def main() -> None:
    """Prepare for the first photo, and tidy up after a crash."""
    os.nice(10)  # pages go first
    prepare_network()
    sweep_files()


def prepare_network() -> None:
    """Make the fast face network once. Where that cannot be done, photos are checked too, only slower."""
    with suppress(NetworkError, OSError):
        if not prepared_file().is_file():
            load()


def sweep_files() -> None:
    """Delete what a crash left in the private storage; it lies outside anybody's reach, but it lies there."""
    start_django()
    from deelwijs.files.sweeping import sweep  # noqa: PLC0415 (needs Django)

    sweep()


if __name__ == "__main__":
    main()
