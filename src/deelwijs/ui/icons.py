"""The icons that the product uses, and the script that gathers them into one sprite.

A new icon is one word in ``ICONS``, then::

    npm pack @phosphor-icons/core && tar xzf phosphor-icons-core-*.tgz
    python -m deelwijs.ui.icons package/assets
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

SPRITE = Path(__file__).parent / "static" / "ui" / "icons.svg"

# A bare name is the regular drawing, for the interface; ``-fill`` is for states and the place where
# somebody is; ``-duotone`` is for pictograms.
_NAMES = """
arrow-left arrow-right arrow-square-out arrow-u-up-left arrows-clockwise bell book-open book-open-text
book-open-text-fill books books-fill broadcast buildings buildings-fill calendar-blank camera caret-down
caret-right chart-bar chart-bar-fill chat-circle chat-teardrop-dots-fill chats-fill check check-circle
check-circle-duotone check-circle-fill check-square check-square-fill checks clipboard-text
clipboard-text-fill clock clock-countdown clock-countdown-fill clock-fill cloud-check copy crop
device-mobile download-simple envelope-open-fill envelope-simple envelope-simple-fill eye eye-slash
eye-slash-duotone facebook-logo file-text files fingerprint first-aid-kit flag flag-checkered folder
folder-fill folder-open-fill gavel gear gear-fill globe globe-fill graduation-cap hand-fill
hand-pointing-fill heart hourglass-medium hourglass-medium-fill house house-fill identification-card
identification-card-fill image image-duotone images info info-fill instagram-logo instagram-logo-fill
key lifebuoy-fill link link-break link-break-fill list list-checks lock-key lock-key-fill
lock-simple-fill magnifying-glass map-pin-duotone mask-happy mask-happy-duotone mask-happy-fill
megaphone megaphone-fill minus-circle minus-circle-fill newspaper newspaper-fill notebook-fill
paper-plane-tilt paper-plane-tilt-fill pencil-simple phone-call-fill plus plus-circle-fill printer
prohibit-fill question question-fill scales scan scroll scroll-fill seal-question seal-question-fill
share-network shield-check shield-check-fill sign-in sign-out signpost-fill siren siren-fill
speaker-high spinner-gap star student student-fill swap table translate trash tray-duotone upload-simple
upload-simple-duotone user user-circle user-circle-duotone user-circle-plus user-focus users users-fill
users-three users-three-fill warning warning-circle-fill warning-diamond-fill warning-duotone
warning-fill wrench x x-circle x-circle-fill
"""
ICONS = tuple(_NAMES.split())
KNOWN = frozenset(ICONS)
# These point along the reading direction, so right-to-left turns them round.
DIRECTED = frozenset({"arrow-left", "arrow-right", "arrow-u-up-left", "caret-right", "sign-in", "sign-out"})

_NOTICE = "<!-- Phosphor Icons (MIT licence, see icons-LICENSE.txt). Made by deelwijs.ui.icons. -->"


def drawing(assets: Path, name: str) -> str:
    """The shapes of one icon from Phosphor's ``assets`` folder.

    Raises:
        FileNotFoundError: when Phosphor has no icon of that name.
    """
    weight = next((word for word in ("fill", "duotone") if name.endswith(f"-{word}")), "regular")
    text = (assets / weight / f"{name}.svg").read_text(encoding="utf-8")
    return re.sub(r"^<svg[^>]*>|</svg>\s*$", "", text)


def sprite(assets: Path) -> str:
    """One SVG file with a symbol per icon."""
    symbols = "\n".join(
        f'<symbol id="{name}" viewBox="0 0 256 256">{drawing(assets, name)}</symbol>' for name in ICONS
    )
    return f'{_NOTICE}\n<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


if __name__ == "__main__":
    SPRITE.write_text(sprite(Path(sys.argv[1])), encoding="utf-8")
