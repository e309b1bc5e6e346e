"""What a page needs when it is printed from the browser."""

from __future__ import annotations

import re

_UNSAFE = re.compile(r"[^\w .,:;()·-]")


def page_foot(text: str) -> str:
    """A style sheet that puts a line at the foot of every printed page.

    Margin boxes are the only place that repeats, and their words stand in the style sheet itself.
    """
    return f'@page {{ @bottom-left {{ content: "{_escaped(text)}"; }} }}\n'


def _escaped(text: str) -> str:
    """Text as a CSS string: whatever could end it becomes a code point (CSS Syntax 3, section 2.1)."""
    return _UNSAFE.sub(lambda found: f"\\{ord(found[0]):06x}", text)
