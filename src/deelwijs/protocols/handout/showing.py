"""The list of an audience as it is shown: a tab for each state that somebody is in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from deelwijs.protocols.handout.selectors import AudiencePage
from deelwijs.protocols.handout.standing import State

_LABELS = {
    State.NO_MAIL: "Op papier",
    State.NOT_ASKED: "Nog niet gevraagd",
    State.ASKED: "Gevraagd",
    State.RECEIVED: "Ontvangen",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A choice of which people to see."""

    label: str
    url: str
    current: bool


def tabs(page: AudiencePage) -> list[Tab]:
    """Everybody, and each state with its number; what nobody is in has no tab."""
    return list(_tabs(page))


def _tabs(page: AudiencePage) -> Iterator[Tab]:
    yield Tab(f"Iedereen ({page.progress.total})", _url(page, None), current=page.state is None)
    for state, label in _LABELS.items():
        count = page.progress.counts[state]
        if count or page.state is state:
            yield Tab(f"{label} ({count})", _url(page, state), current=page.state is state)


def _url(page: AudiencePage, state: State | None) -> str:
    chosen = {"toon": state.value if state else "", "klas": page.group}
    return "?" + urlencode({name: value for name, value in chosen.items() if value})
