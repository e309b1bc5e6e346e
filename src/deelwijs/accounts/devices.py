"""What a browser says of itself, in words that its owner recognises. Nothing finer is kept."""

from __future__ import annotations

# The first that fits counts: browsers name each other, so the imitators stand before the imitated.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "een iPhone"),
    ("iPad", "een iPad"),
    ("Android", "een Android-toestel"),
    ("Windows", "Windows"),
    ("CrOS", "een Chromebook"),
    ("Macintosh", "een Mac"),
    ("Linux", "Linux"),
)
UNKNOWN = "Een onbekend apparaat"


def device_words(user_agent: str) -> str:
    """ "Firefox op een Mac"; of an unknown browser or system as much as is known."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    if browser and system:
        return f"{browser} op {system}"
    return browser or (system[0].upper() + system[1:] if system else UNKNOWN)
