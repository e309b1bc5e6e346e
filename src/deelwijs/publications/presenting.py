"""A verdict in words: findings gathered over the channels, with their ways out as buttons and links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import Formatter

from deelwijs.core.finding import FaceRef, Finding, Outcome, Span
from deelwijs.core.publication import ChannelAssessment
from deelwijs.protocols.models import Channel
from deelwijs.protocols.wording import wording
from deelwijs.publications.judging import Judgement
from deelwijs.publications.models import Publication
from deelwijs.publications.remedies import Case, editor_url, target_of


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way out: a button that posts ``fields``, or a link when there are none to post."""

    code: str
    label: str
    icon: str
    url: str
    fields: tuple[tuple[str, str], ...] = ()
    posts: bool = True


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One thing to solve, with the channels it holds for."""

    code: str
    article: str
    article_short: str
    severity: Outcome
    title: str
    sentence: str
    channels: tuple[Channel, ...]
    on_all: bool
    remedies: tuple[Remedy, ...]
    photo_id: str
    face_id: str


@dataclass(frozen=True, slots=True)
class ChannelVerdict:
    """What stands for one channel."""

    channel: Channel
    outcome: Outcome
    title: str
    sentence: str
    selected: bool
    url: str


_QUESTIONS = {"ask_consent", "ask_name_consent"}
_ICONS = {
    "cover_face": "mask-happy",
    "tag_face": "user-focus",
    "ask_consent": "envelope-simple",
    "ask_name_consent": "envelope-simple",
    "leave_photo_out": "images",
    "remove_photos": "images",
    "replace_words": "pencil-simple",
    "remove_words": "pencil-simple",
    "add_role": "plus",
    "add_opinion": "plus",
}


@dataclass(frozen=True)
class Presenter:
    """Puts one post's judgement into the words of the protocol that it was held against."""

    post: Publication
    judgement: Judgement
    channels: Mapping[str, Channel]

    def verdicts(self, selected: str) -> list[ChannelVerdict]:
        """One line per channel, in the school's order."""
        return [self._verdict(on, selected) for on in self._in_order()]

    def _in_order(self) -> list[ChannelAssessment]:
        return sorted(
            self.judgement.assessment.channels, key=lambda on: (self.channels[on.channel].order, on.channel)
        )

    def _verdict(self, on: ChannelAssessment, selected: str) -> ChannelVerdict:
        channel = self.channels[on.channel]
        words = wording()["oordeel"][on.outcome.value]
        return ChannelVerdict(
            channel=channel,
            outcome=on.outcome,
            title=words["titel"].format(kanaal=channel.name),
            sentence=self._reason(on) or words["zin"],
            selected=channel.key == selected,
            url=self.editor_url(kanaal=channel.key),
        )

    def _reason(self, on: ChannelAssessment) -> str:
        """The verdict's one sentence says how much there is to solve, in figures."""
        forbidding = [finding for finding in on.findings if finding.severity is Outcome.FORBIDDEN]
        without = {finding.person_id for finding in forbidding if finding.code.startswith("consent_")}
        if without:
            return f"Voor {_people(len(without))} is er geen toestemming. U kunt het hier meteen oplossen."
        if on.findings:
            points = len({_same_thing(finding) for finding in on.findings})
            return f"Nog {_points(points)}. U kunt het hier meteen oplossen."
        return ""

    def cards(self) -> list[FindingCard]:
        """Every finding once, with all the channels it holds for; the gravest first."""
        gathered: dict[tuple[object, ...], list[tuple[Finding, Channel]]] = {}
        for on in self._in_order():
            for finding in on.findings:
                found = (finding, self.channels[on.channel])
                gathered.setdefault(_same_thing(finding), []).append(found)
        cards = [self._card(found) for found in gathered.values()]
        return sorted(cards, key=lambda card: card.severity.rank)

    def _card(self, found: list[tuple[Finding, Channel]]) -> FindingCard:
        finding = found[0][0]
        channels = list(dict.fromkeys(channel for _, channel in found))
        faces = len({finding.where for finding, _ in found})
        words = wording()["bevindingen"][finding.code + ("_meer" if faces > 1 else "")]
        filled = self._filled(finding, channels) | {"aantal": str(faces)}
        article = self.judgement.protocol.articles.get(finding.article)
        where = finding.where if isinstance(finding.where, FaceRef) else FaceRef("", "")
        return FindingCard(
            code=finding.code,
            article=finding.article,
            article_short=article.short if article else "Toegankelijk",
            severity=finding.severity,
            title=_fill(words["titel"], filled),
            sentence=_fill(words["zin"], filled),
            channels=tuple(channels),
            on_all=self._are_all(channels),
            # A way out of one face is no way out of several at once.
            remedies=tuple(
                self._remedy(code, finding, channels, filled)
                for code in (self._open(finding)[:1] if faces > 1 else self._open(finding))
            ),
            photo_id=where.photo_id,
            face_id=where.face_id,
        )

    def _open(self, finding: Finding) -> list[str]:
        """The ways out that lead somewhere: who left the school cannot be asked here."""
        at_school = finding.person_id in self.judgement.members
        return [code for code in finding.remedies if at_school or code not in _QUESTIONS]

    def _are_all(self, channels: list[Channel]) -> bool:
        return len(channels) == len(self.judgement.assessment.channels)

    def _filled(self, finding: Finding, channels: list[Channel]) -> dict[str, str]:
        params = dict(finding.params)
        return {
            "naam": params.get("name", ""),
            "kanaal": _listed([channel.name for channel in channels]),
            "woorden": params.get("words", ""),
            "vervanging": self._replacement(finding),
        }

    def _replacement(self, finding: Finding) -> str:
        """What may stand in the place of a name, with a capital where a sentence begins."""
        member = self.judgement.members.get(finding.person_id or "")
        if member is None or not isinstance(finding.where, Span):
            return ""
        kinds = wording()["vervangingen"]
        said: str = next((kinds[kind] for kind in kinds if kind in member.affiliations), kinds["other"])
        before = self.judgement.facts.text[: finding.where.start].rstrip(" ")
        begins = not before or before[-1] in ".!?\n"
        return said[0].upper() + said[1:] if begins else said

    def _remedy(self, code: str, finding: Finding, channels: list[Channel], filled: dict[str, str]) -> Remedy:
        everywhere = code == "leave_photo_out" and len(channels) > 1 and self._are_all(channels)
        label = _fill(wording()["uitwegen"][code + ("_overal" if everywhere else "")], filled)
        keys = tuple(channel.key for channel in channels)
        target = target_of(code, Case(self.post.id, finding, keys, self._replacement(finding)))
        return Remedy(code, label, _ICONS.get(code, ""), target.url, target.fields, posts=bool(target.fields))

    def editor_url(self, **query: str) -> str:
        """The editor with this photo, face or channel in front."""
        return editor_url(self.post.id, **query)


def _same_thing(finding: Finding) -> tuple[object, ...]:
    """Findings with the same key are one thing to do; six untagged faces in a photo are one as well."""
    if finding.code == "face_untagged" and isinstance(finding.where, FaceRef):
        return (finding.code, finding.where.photo_id)
    return (finding.article, finding.code, finding.where, finding.person_id)


def _fill(template: str, values: Mapping[str, str]) -> str:
    return Formatter().vformat(template, (), values)


def _listed(names: Iterable[str]) -> str:
    *rest, last = names
    return f"{', '.join(rest)} en {last}" if rest else last


def _people(number: int) -> str:
    return "1 persoon" if number == 1 else f"{number} personen"


def _points(number: int) -> str:
    return "1 punt" if number == 1 else f"{number} punten"
