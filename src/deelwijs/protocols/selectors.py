from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from deelwijs.core.consent import ConsentRules
from deelwijs.core.norms import Book, compile_book
from deelwijs.people.actor import Actor
from deelwijs.protocols import corpus
from deelwijs.protocols.contents import Readable
from deelwijs.protocols.models import Channel, ProtocolVersion


@dataclass(frozen=True)
class Protocol(Readable):
    """The protocol that is in force, with its parameters and wording."""

    version_id: UUID
    number: int
    valid_from: date
    content_hash: str
    content: Mapping[str, Any]

    @property
    def norms(self) -> Book:
        """The norms of this version, compiled once per process.

        Raises:
            NoNormsError: for a version from before norms were part of what a school adopts.
            NormError: when its data cannot be compiled.
        """
        if "facts" not in self.content:
            raise NoNormsError(str(self.version_id))
        return _compiled(self)

    @property
    def consent_rules(self) -> ConsentRules:
        """The age and the choices that consent follows."""
        return ConsentRules(
            age_of_own_consent=int(self.parameters["leeftijd_zelf_toestemming"]),
            all_guardians=self.choices.readings.get("ouders_samen") == "allebei",
            confirm_at_age=self.choices.readings.get("zelf_bevestigen") != "doorlopen",
        )

    @property
    def purposes(self) -> list[dict[str, Any]]:
        """What consent is asked for."""
        purposes: list[dict[str, Any]] = self.content["purposes"]
        return purposes

    @property
    def languages(self) -> dict[str, dict[str, Any]]:
        """The words of the consent questions by language code, the binding one first.

        A version from before languages were part of what a school adopts speaks the words of the model.
        """
        languages: dict[str, dict[str, Any]] = self.content.get("languages") or corpus.load()["languages"]
        return languages


class NoProtocolError(Http404):
    """The school has no protocol in force on that day; a page that needs one does not exist yet."""


class NoNormsError(Exception):
    """The version holds texts only: the school has to adopt one with norms."""


_BOOKS: dict[str, Book] = {}  # by content hash: a version never changes, so its book never does


def _compiled(protocol: Protocol) -> Book:
    if protocol.content_hash not in _BOOKS:
        _BOOKS[protocol.content_hash] = compile_book(protocol.content, protocol.choices)
    return _BOOKS[protocol.content_hash]


# A version that still waits for the (G)MR holds on no day.
NOT_WAITING = Q(council_rule="") | Q(council_consent_on__isnull=False)


def in_force(school_id: UUID, day: date) -> Protocol:
    """The version that holds at a school on a day.

    Raises:
        NoProtocolError: when the school adopted none yet.
    """
    version = _holding(school_id, day).first()
    if version is None:
        raise NoProtocolError(str(school_id))
    return as_adopted(version)


def id_in_force(school_id: UUID, day: date) -> UUID | None:
    """Which version holds, without reading its text; None when the school adopted none yet."""
    return _holding(school_id, day).values_list("id", flat=True).first()


def as_adopted(version: ProtocolVersion) -> Protocol:
    """A version with its parameters and wording."""
    return Protocol(
        version_id=version.id,
        number=version.number,
        valid_from=version.valid_from,
        content_hash=version.content_hash,
        content=version.content,
    )


def _holding(school_id: UUID, day: date) -> QuerySet[ProtocolVersion]:
    adopted = ProtocolVersion.objects.filter(NOT_WAITING, school_id=school_id, valid_from__lte=day)
    return adopted.order_by("-valid_from", "-number")


def channels(actor: Actor) -> list[Channel]:
    """The channels that the actor's school names."""
    return list(Channel.objects.filter(school_id=actor.school_id))
