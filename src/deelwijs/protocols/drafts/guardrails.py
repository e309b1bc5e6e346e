"""What a school has to see before it adopts a working version, with the place to repair it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.urls import reverse

from deelwijs.core.norms import Guardrail, NormKind, lint
from deelwijs.core.protocol_text import ages_in
from deelwijs.protocols.contents import Article, Readable
from deelwijs.protocols.documents.rules import load_rules
from deelwijs.protocols.statutes import AGE_OF_CONSENT, rule_on


class Severity(StrEnum):
    """Whether a point blocks adoption, or must only be seen."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at. ``story`` is the example that it is about; ``statute`` the law, apart from the
    protocol's own verdict."""

    severity: Severity
    title: str
    sentence: str
    article: str
    url: str
    story: str = ""
    statute: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything to look at before adoption."""

    points: tuple[Point, ...]

    @property
    def errors(self) -> list[Point]:
        """What must be repaired first."""
        return [point for point in self.points if point.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Point]:
        """What somebody must have seen."""
        return [point for point in self.points if point.severity is Severity.WARNING]


def inspect(content: Readable, day: date) -> Inspection:
    """Look a working version over, by the law of a day."""
    points = [
        *(_point(content, found) for found in lint(content.content, content.choices)),
        *_other_ages(content),
        *_statute(content, day),
        *_without_explanation(content),
    ]
    return Inspection(tuple(sorted(points, key=lambda point: point.severity)))


# --- The norms --------------------------------------------------------------------------------------
_TITLES = {
    "unknown": "Iets in deze regel bestaat niet",
    "never": "Deze regel doet nooit iets",
    "always": "Deze regel geldt altijd",
    "contradiction": "Twee artikelen spreken elkaar tegen",
    "example": "Een voorbeeld komt anders uit",
}
_PLACE = re.compile(r"(?P<article>[A-Z][A-Za-z]*\d*)(?:\.(?P<norm>\d+)| (?P<keys>.+))?\Z")


def _point(content: Readable, found: Guardrail) -> Point:
    place = _PLACE.match(found.where)
    article = place["article"] if place else ""
    keys = (place["keys"] or "") if place else ""
    return Point(
        severity=_severity(content, found, article, place["norm"] if place else None),
        title=_TITLES[found.code],
        sentence=f"{found.message[:1].upper()}{found.message[1:].rstrip('.')}.",
        article=article,
        url=_article_url(article) if article else reverse("protocols:draft_settings"),
        story=_story(content, article, keys) if found.code == "example" else "",
    )


def _severity(content: Readable, found: Guardrail, article: str, norm: str | None) -> Severity:
    """Nothing works with an unknown word; a rule that always holds decides everything, unless it only says
    something. The rest is for people to judge."""
    if found.code == "unknown":
        return Severity.ERROR
    if found.code == "always" and norm:
        kind = _entry(content, article)["normen"][int(norm) - 1]["soort"]
        return Severity.ERROR if NormKind(kind).outcome else Severity.WARNING
    return Severity.WARNING


def _story(content: Readable, article: str, keys: str) -> str:
    number = int(keys.removeprefix("voorbeelden."))
    story: str = _entry(content, article)["voorbeelden"][number - 1]["verhaal"]
    return story


def _entry(content: Readable, article: str) -> dict[str, list[dict[str, str]]]:
    return next(entry for entry in content.content["articles"]["articles"] if entry["id"] == article)


# --- The words --------------------------------------------------------------------------------------
def _other_ages(content: Readable) -> Iterator[Point]:
    """Texts that name another age than the one that the rules reckon with."""
    rules = load_rules()
    for setting in content.settings:
        article = content.articles.get(setting.article)
        if article is None or not isinstance(setting.value, int):
            continue
        ages = set(ages_in(f"{article.text} {article.explanation} {article.for_pupils}", rules))
        if ages and setting.value not in ages:
            named = " en ".join(str(age) for age in sorted(ages))
            yield _warning(
                article,
                "Tekst en regel noemen een andere leeftijd",
                f"In de tekst staat {named} jaar. De regels rekenen met {setting.value} jaar.",
            )


def _without_explanation(content: Readable) -> Iterator[Point]:
    for article in content.articles.values():
        if not (article.explanation and article.for_pupils):
            sentence = "Lezers zien bij dit artikel niet wat het voor hen betekent."
            yield _warning(article, "De uitleg ontbreekt", sentence)


def _warning(article: Article, title: str, sentence: str) -> Point:
    return Point(Severity.WARNING, title, sentence, article.id, _article_url(article.id))


def _article_url(article: str) -> str:
    return reverse("protocols:draft_article", args=[article])


# --- The law ----------------------------------------------------------------------------------------
def _statute(content: Readable, day: date) -> Iterator[Point]:
    rule = rule_on(AGE_OF_CONSENT, day)
    if rule is None:
        return
    setting = next((one for one in content.settings if one.name == rule.details["parameter"]), None)
    if setting and isinstance(setting.value, int) and setting.value < rule.details["minstens"]:
        yield Point(
            severity=Severity.WARNING,
            title="De wet zegt iets anders",
            sentence=f"U koos {setting.value} jaar. {rule.sentence}",
            article=setting.article,
            url=f"{reverse('protocols:draft_settings')}#{setting.name}",
            statute=rule.source,
        )
