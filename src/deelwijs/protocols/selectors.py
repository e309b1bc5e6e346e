from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from deelwijs.core.consent import ConsentRules
from deelwijs.people.actor import Actor
from deelwijs.protocols.models import Channel, ProtocolVersion


@dataclass(frozen=True, slots=True)
class Article:
    """One article, as the school adopted it."""

    id: str
    title: str
    short: str
    text: str
    for_pupils: str
    explanation: str
    kind: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the protocol with its articles, in order."""

    id: str
    title: str
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class Protocol:
    """The protocol that is in force, with its parameters and wording."""

    version_id: UUID
    number: int
    valid_from: date
    content_hash: str
    content: Mapping[str, Any]

    @cached_property
    def articles(self) -> dict[str, Article]:
        """The articles by id, in the order of the text."""
        return {
            entry["id"]: Article(
                id=entry["id"],
                title=entry["titel"],
                short=entry["kort"],
                text=entry["tekst"],
                for_pupils=entry["uitleg_leerling"],
                explanation=entry["uitleg"],
                kind=entry["kind"],
            )
            for entry in self.content["articles"]["articles"]
        }

    @property
    def parts(self) -> list[Part]:
        """The articles by part: A1 to A9 stand in part A."""
        return [
            Part(
                part["id"],
                part["titel"],
                tuple(
                    article
                    for article in self.articles.values()
                    if article.id.rstrip("0123456789") == part["id"]
                ),
            )
            for part in self.content["articles"]["parts"]
        ]

    @property
    def consent_rules(self) -> ConsentRules:
        """The age and the choices that consent follows."""
        parameters = self.content["articles"]["parameters"]
        return ConsentRules(age_of_own_consent=parameters["leeftijd_zelf_toestemming"]["waarde"])

    @property
    def purposes(self) -> list[dict[str, Any]]:
        """What consent is asked for."""
        purposes: list[dict[str, Any]] = self.content["purposes"]
        return purposes


class NoProtocolError(Exception):
    """The school has no protocol in force on that day."""


def in_force(school_id: UUID, day: date) -> Protocol:
    """The version that holds at a school on a day.

    Raises:
        NoProtocolError: when the school adopted none yet.
    """
    version = (
        ProtocolVersion.objects.filter(school_id=school_id, valid_from__lte=day)
        .order_by("-valid_from", "-number")
        .first()
    )
    if version is None:
        raise NoProtocolError(str(school_id))
    return Protocol(
        version_id=version.id,
        number=version.number,
        valid_from=version.valid_from,
        content_hash=version.content_hash,
        content=version.content,
    )


def channels(actor: Actor) -> list[Channel]:
    """The channels that the actor's school names."""
    return list(Channel.objects.filter(school_id=actor.school_id))
