"""An article with everything that belongs to it: what it says, what Deelwijs does, how it lives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404

from deelwijs.accounts.roles import Permission
from deelwijs.core.finding import Outcome
from deelwijs.core.norms import Book, FactError, advise, read_facts
from deelwijs.people.actor import Actor
from deelwijs.protocols.citations import Cited, citations, school_year
from deelwijs.protocols.contents import Article
from deelwijs.protocols.corpus import part_of
from deelwijs.protocols.coverage import Claim, Service, coverage
from deelwijs.protocols.coverage.places import Place, place_of
from deelwijs.protocols.models import ProtocolVersion
from deelwijs.protocols.selectors import NOT_WAITING, NoNormsError, Protocol, in_force


@dataclass(frozen=True, slots=True)
class Served:
    """One thing that Deelwijs does for the article, with a link to where."""

    claim: Claim
    place: Place | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that this school chose: how it reads the article, or a number in it."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Example:
    """A story with the verdict on it, as this school reads the protocol."""

    story: str
    outcome: Outcome
    word: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything on the page of one article."""

    protocol: Protocol
    article: Article
    part: str
    previous_version: int | None
    served: tuple[Served, ...]
    cited: tuple[Cited, ...]
    year: tuple[date, date]
    choices: tuple[Choice, ...]
    examples: tuple[Example, ...]
    before: Article | None
    after: Article | None


_WORDS = {
    Outcome.ALLOWED: "Mag",
    Outcome.ALLOWED_IF: "Mag, mits",
    Outcome.CONSULT: "Eerst overleg",
    Outcome.FORBIDDEN: "Mag niet",
    Outcome.OUT_OF_SCOPE: "Geldt niet",
}


def article_page(actor: Actor, article_id: str, day: date) -> ArticlePage:
    """One article of the protocol in force.

    Raises:
        Http404: when this school has no such article.
    """
    actor.require(Permission.READ_PROTOCOL)
    protocol = in_force(actor.school_id, day)
    articles = list(protocol.articles.values())
    place = next((place for place, one in enumerate(articles) if one.id == article_id), None)
    if place is None:
        raise Http404
    year = school_year(day)
    return ArticlePage(
        protocol=protocol,
        article=articles[place],
        part=next(part.title for part in protocol.parts if part.id == part_of(article_id)),
        previous_version=_previous(actor, protocol),
        served=_served(actor, articles[place]),
        cited=citations(actor.school_id, *year)(article_id),
        year=year,
        choices=_choices(protocol, article_id),
        examples=examples_of(protocol, article_id),
        before=articles[place - 1] if place else None,
        after=articles[place + 1] if place + 1 < len(articles) else None,
    )


def _entry(protocol: Protocol, article_id: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(
        entry for entry in protocol.content["articles"]["articles"] if entry["id"] == article_id
    )
    return found


def _previous(actor: Actor, protocol: Protocol) -> int | None:
    """The number of the version that held before this one."""
    older = Q(valid_from__lt=protocol.valid_from) | Q(
        valid_from=protocol.valid_from, number__lt=protocol.number
    )
    versions = ProtocolVersion.objects.filter(older, NOT_WAITING, school_id=actor.school_id)
    return versions.order_by("-valid_from", "-number").values_list("number", flat=True).first()


def _served(actor: Actor, article: Article) -> tuple[Served, ...]:
    """What Deelwijs does; an article without a word about it says that there is nothing yet."""
    return tuple(Served(claim, place_of(claim, actor)) for claim in _claims(article))


def _claims(article: Article) -> tuple[Claim, ...]:
    """What is claimed of the model's article; one that the school wrote itself may bear any number."""
    return () if article.is_own else coverage().get(article.id, ())


def _choices(protocol: Protocol, article_id: str) -> tuple[Choice, ...]:
    """How the school reads the article, and its ages, numbers and names."""
    readings = [
        Choice(reading.question, reading.choices[reading.chosen])
        for reading in protocol.readings
        if reading.article == article_id
    ]
    settings = [
        Choice(one.question, f"{one.value} {one.unit}" if isinstance(one.value, int) else one.value)
        for one in protocol.settings
        if one.article == article_id
    ]
    return (*readings, *settings)


def examples_of(protocol: Protocol, article_id: str) -> tuple[Example, ...]:
    """The stories of an article with the verdict on each, as this school reads the protocol."""
    try:
        book = protocol.norms
    except NoNormsError:
        return ()
    entry = _entry(protocol, article_id)
    ordinary = protocol.content["examples"]["gewoon"]
    stories = (_example(book, ordinary, example) for example in entry.get("voorbeelden", ()))
    return tuple(story for story in stories if story)


def _example(book: Book, ordinary: Mapping[str, Any], example: Mapping[str, Any]) -> Example | None:
    """The story with the verdict of today; None where the school changed what it rests on."""
    try:
        verdict = advise(book, read_facts(book, {**ordinary, **example["feiten"]})).verdict
    except FactError:
        return None
    if verdict.outcome is None:
        return None
    conditions = [book.wording.conditions[code] for code in verdict.conditions]
    return Example(example["verhaal"], verdict.outcome, _WORDS[verdict.outcome], tuple(conditions))


# --- All articles ---------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article in the overview: in which ways it is served, and how often it was cited."""

    article: Article
    services: tuple[Service, ...]
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Every article of the protocol in force with what Deelwijs does for it."""

    protocol: Protocol
    year: tuple[date, date]
    rows: tuple[ArticleRow, ...]
    sources: tuple[str, ...]


def overview(actor: Actor, day: date) -> Overview:
    """What Deelwijs does for each article, and how often it was cited this school year."""
    actor.require(Permission.READ_PROTOCOL)
    protocol = in_force(actor.school_id, day)
    year = school_year(day)
    cited = citations(actor.school_id, *year)
    rows = tuple(
        ArticleRow(article, _services(article), cited(article.id)) for article in protocol.articles.values()
    )
    return Overview(protocol, year, rows, tuple(one.words for one in rows[0].cited) if rows else ())


def _services(article: Article) -> tuple[Service, ...]:
    return tuple(dict.fromkeys(claim.service for claim in _claims(article)))
