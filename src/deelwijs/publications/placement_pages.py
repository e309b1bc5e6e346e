"""What is shown about one placement: where it is, what happened, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deelwijs.protocols.wording import wording
from deelwijs.publications.actions.takedown import BY_HAND
from deelwijs.publications.models import PlacedFile, Placement

_TONES = {
    Placement.State.REQUESTED: "uit",
    Placement.State.TO_PLACE_BY_HAND: "mits",
    Placement.State.PUBLISHED: "ok",
    Placement.State.STOPPED: "nee",
    Placement.State.TAKEDOWN_REQUESTED: "uit",
    Placement.State.TAKEDOWN_BY_HAND: "nee",
    Placement.State.TAKEDOWN_FAILED: "nee",
    Placement.State.REMOVED: "ok",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened."""

    title: str
    sentence: str
    when: datetime
    icon: str
    now: bool = False


@dataclass(frozen=True)
class PlacementPage:
    """One placement in words."""

    placement: Placement

    @property
    def state(self) -> str:
        """The state as the screen shows it."""
        return Placement.State(self.placement.state).label

    @property
    def tone(self) -> str:
        """The colour and sign of the state."""
        return _TONES[Placement.State(self.placement.state)]

    @property
    def is_busy(self) -> bool:
        """Whether the worker is at it on any channel, so that the page looks again by itself."""
        busy = {Placement.State.REQUESTED, Placement.State.TAKEDOWN_REQUESTED}
        return any(placement.state in busy for placement, _, _ in self.siblings)

    @property
    def pictures(self) -> list[PlacedFile]:
        """The photos as they went out, as long as they are kept."""
        return [placed for placed in self.placement.files.all() if placed.file.erased_at is None]

    @property
    def siblings(self) -> list[tuple[Placement, str, str]]:
        """The same post on every channel: placement, tone and word."""
        return [
            (placement, _TONES[Placement.State(placement.state)], Placement.State(placement.state).label)
            for placement in self.placement.publication.placements.all()
            if placement.decision_id == self.placement.decision_id
        ]

    @property
    def may_reopen(self) -> bool:
        """Whether the post is nowhere any more."""
        finished = {Placement.State.STOPPED, Placement.State.REMOVED}
        return all(placement.state in finished for placement in self.placement.publication.placements.all())

    @property
    def looks(self) -> list[dict[str, Any]]:
        """What was seen at each address, the last look only."""
        last = {look["address"]: look for look in self.placement.evidence}
        return [{**look, "seen": datetime.fromisoformat(look["seen_at"])} for look in last.values()]

    @property
    def reason(self) -> str:
        """Why it went or stayed, in one sentence."""
        placement = self.placement
        code = placement.takedown_reason
        if code == BY_HAND:
            return "U haalde dit bericht weg."
        if not code:
            return ""
        words = wording()["bevindingen"].get(code)
        if words is None:
            return "Er veranderde iets nadat u op Plaatsen drukte."
        name = placement.takedown_person.name.full if placement.takedown_person else "Iemand"
        filled = {"naam": name, "kanaal": placement.channel.name, "woorden": name}
        return f"{words['titel'].format(**filled)}. {words['zin'].format(**filled)}"

    @property
    def consents(self) -> int:
        """How many consent decisions the placement rested on."""
        channels = self.placement.decision.assessment["channels"]
        mine = next(one for one in channels if one["channel"] == self.placement.channel.key)
        return len({consent for face in mine["faces"] for consent in face["consents"]})

    @property
    def covered(self) -> int:
        """How many faces went out covered."""
        channels = self.placement.decision.assessment["channels"]
        mine = next(one for one in channels if one["channel"] == self.placement.channel.key)
        return sum(face["treatment"] == "cover" for face in mine["faces"])

    def moments(self) -> list[Moment]:
        """What happened, newest first."""
        placement = self.placement
        moments = [
            Moment(
                "Besloten dat het mag",
                f"Door {placement.decision.decided_by.name.full}.",
                placement.decision.decided_at,
                "check-circle",
            )
        ]
        if placement.published_at:
            moments.append(
                Moment("Geplaatst", placement.channel.name, placement.published_at, "paper-plane-tilt")
            )
        if placement.takedown_requested_at:
            moments.append(
                Moment("Gevraagd om weg te halen", self.reason, placement.takedown_requested_at, "hand-fill")
            )
        if placement.removed_at:
            moments.append(Moment("Weg", self._how_seen(), placement.removed_at, "check-circle"))
        *earlier, last = moments
        return [Moment(last.title, last.sentence, last.when, last.icon, now=True), *reversed(earlier)]

    def _how_seen(self) -> str:
        looks = self.looks
        if not looks:
            return "Iemand van school heeft dit vastgelegd."
        return (
            f"Gekeken op {len(looks)} adressen: bestaat niet meer."
            if len(looks) > 1
            else "Gekeken: bestaat niet meer."
        )


def placement_page(placement: Placement) -> PlacementPage:
    """Everything that the page of a placement shows."""
    return PlacementPage(placement)
