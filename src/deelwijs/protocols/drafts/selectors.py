"""The working version as people see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.http import Http404

from deelwijs.accounts.roles import Permission
from deelwijs.core.drafting import Content, article_in
from deelwijs.people.actor import Actor
from deelwijs.protocols import corpus
from deelwijs.protocols.comparing import Differences, differences
from deelwijs.protocols.contents import Article, Model, Part, Readable
from deelwijs.protocols.corpus import part_of
from deelwijs.protocols.models import Draft, ProtocolVersion
from deelwijs.protocols.selectors import NoProtocolError, Protocol, as_adopted, in_force

MODEL_ORIGIN = "model"
_EMPTY: Content = {"articles": {"parts": [], "parameters": {}, "articles": []}}


class NoDraftError(Http404):
    """There is no working version (any more): somebody adopted it or threw it away."""


@dataclass(frozen=True)
class WorkingVersion(Readable):
    """The working version of a school, beside the version in force and the model."""

    content: Mapping[str, Any]
    origin: str
    changed_by: str
    changed_at: datetime
    current: Protocol | None

    @cached_property
    def model(self) -> Model:
        """The model protocol, to which everything can be put back."""
        return Model(corpus.load())

    @cached_property
    def differences(self) -> Differences:
        """What is different from the version in force."""
        return differences(self.current or Model(_EMPTY), self)

    @property
    def added(self) -> set[str]:
        """The articles that the version in force does not have."""
        return {change.article.id for change in self.differences.changes if change.kind == "new"}

    @property
    def changed(self) -> set[str]:
        """The articles that are other than in the version in force."""
        return {change.article.id for change in self.differences.changes if change.kind == "changed"}

    @property
    def optional(self) -> list[Article]:
        """The articles that are there but do not hold: the school can switch them on."""
        entries = self.content["articles"]["articles"]
        return [self.article(entry) for entry in entries if entry["id"] not in self.articles]

    @property
    def places(self) -> list[Part]:
        """The parts in which an own article can stand."""
        single = {entry["id"] for entry in self.content["articles"]["articles"] if _is_single(entry["id"])}
        parts = self.content["articles"]["parts"]
        return [Part(part["id"], part["titel"], ()) for part in parts if part["id"] not in single]

    def entry(self, article_id: str) -> Mapping[str, Any]:
        """What is kept of an article.

        Raises:
            Http404: when there is none.
        """
        try:
            return article_in(self.content, article_id)
        except KeyError as unknown:
            raise Http404 from unknown

    def model_entry(self, article_id: str) -> Mapping[str, Any] | None:
        """The same article in the model; None for one of the school's own."""
        if self.entry(article_id).get("eigen"):
            return None
        try:
            return article_in(self.model.content, article_id)
        except KeyError:
            return None


def _is_single(article_id: str) -> bool:
    """Whether an article fills a part by itself, such as the introduction."""
    return part_of(article_id) == article_id


@dataclass(frozen=True, slots=True)
class Origin:
    """What a working version can be begun from."""

    key: str
    name: str
    hint: str


def has_draft(actor: Actor) -> bool:
    """Whether the actor's school has a working version."""
    return Draft.objects.filter(school_id=actor.school_id).exists()


def working_version(actor: Actor, day: date) -> WorkingVersion:
    """The working version of the actor's school.

    Raises:
        NoDraftError: when there is none.
    """
    actor.require(Permission.EDIT_PROTOCOL)
    draft = Draft.objects.filter(school_id=actor.school_id).select_related("changed_by").first()
    if draft is None:
        raise NoDraftError
    return WorkingVersion(
        content=draft.content,
        origin=draft.origin,
        changed_by=draft.changed_by.name.full if draft.changed_by else "",
        changed_at=draft.changed_at,
        current=current_version(actor, day),
    )


def current_version(actor: Actor, day: date) -> Protocol | None:
    """The version that holds at the actor's school, if there is one."""
    try:
        return in_force(actor.school_id, day)
    except NoProtocolError:
        return None


def origins(actor: Actor, day: date) -> list[Origin]:
    """What the school can begin from: the version in force, a later one, the model."""
    actor.require(Permission.EDIT_PROTOCOL)
    current = current_version(actor, day)
    rows = ProtocolVersion.objects.filter(school_id=actor.school_id).order_by("-number").only("number")
    latest = rows.first()
    found = []
    if current:
        found.append(_version_origin(current.number, "Deze geldt nu. Wat u niet wijzigt, blijft gelijk."))
    if latest and (current is None or latest.number > current.number):
        found.append(_version_origin(latest.number, "Deze is vastgesteld en geldt nog niet."))
    model = "Alles zoals Deelwijs het meelevert. Eigen wijzigingen van de school staan er niet in."
    return [*found, Origin(MODEL_ORIGIN, "Het model van Deelwijs", model)]


def _version_origin(number: int, hint: str) -> Origin:
    return Origin(str(number), f"Versie {number}", hint)


def content_of(actor: Actor, origin: Origin) -> tuple[str, Content]:
    """The corpus and the content of what somebody begins from.

    Raises:
        Http404: when there is no such version.
    """
    if origin.key == MODEL_ORIGIN:
        return corpus.MODEL, corpus.load()
    row = ProtocolVersion.objects.filter(school_id=actor.school_id, number=int(origin.key)).first()
    if row is None:
        raise Http404
    return row.corpus, as_adopted(row).content
