"""What changes the working version. A draft binds nobody: the ledger gets the version it becomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from deelwijs.accounts.roles import Permission
from deelwijs.core import drafting
from deelwijs.core.drafting import Content, OwnArticle, Wording
from deelwijs.people.actor import Actor
from deelwijs.protocols import corpus
from deelwijs.protocols.actions import CouncilConsent, NewVersion, keep_version
from deelwijs.protocols.contents import Model
from deelwijs.protocols.drafts import marks
from deelwijs.protocols.drafts.guardrails import inspect
from deelwijs.protocols.drafts.kit import offer
from deelwijs.protocols.drafts.selectors import NoDraftError, Origin, content_of
from deelwijs.protocols.models import Draft, ProtocolVersion
from deelwijs.protocols.statutes import COUNCIL_CONSENT, rule_on


class DraftExistsError(Exception):
    """The school has a working version already."""


class ConflictError(Exception):
    """Somebody else changed the same part since it was shown; nothing was stored."""


# --- Beginning and ending ---------------------------------------------------------------------------
@transaction.atomic
def start(*, actor: Actor, origin: Origin) -> None:
    """Begin a working version.

    Raises:
        DraftExistsError: when there is one; two people began at the same time.
        Http404: when there is no such origin.
    """
    actor.require(Permission.EDIT_PROTOCOL)
    name, content = content_of(actor, origin)
    _begin(actor, name, origin.name, content)


@transaction.atomic
def start_from_document(*, actor: Actor, name: str, content: Content, replace: bool) -> None:
    """Begin a working version from a document of the school's own, instead of one that is there if asked.

    Raises:
        DraftExistsError: when there is one and it was not said that it may go.
    """
    actor.require(Permission.EDIT_PROTOCOL)
    if replace:
        Draft.objects.filter(school_id=actor.school_id).delete()
    _begin(actor, corpus.MODEL, name, content)


def _begin(actor: Actor, corpus_name: str, origin: str, content: Content) -> None:
    draft, created = Draft.objects.get_or_create(
        school_id=actor.school_id,
        defaults={
            "corpus": corpus_name,
            "origin": origin[:200],
            "content": content,
            "changed_by_id": actor.person_id,
        },
    )
    if not created:
        raise DraftExistsError(str(draft.id))


@transaction.atomic
def discard(*, actor: Actor, seen: str) -> None:
    """Throw the working version away, as somebody saw it.

    Raises:
        ConflictError: when it was changed since; the other person's work is not thrown away unseen.
    """
    draft = _locked(actor)
    if marks.of_everything(draft.content) != seen:
        raise ConflictError
    draft.delete()


# --- Editing ----------------------------------------------------------------------------------------
@transaction.atomic
def set_parameter(*, actor: Actor, name: str, value: str | int | None, seen: str) -> None:
    """Another value for a setting; None takes the school's own away.

    Raises:
        ConflictError: when somebody else changed it since.
        Http404: when there is no such setting.
    """
    _edit(
        actor,
        lambda content: drafting.with_parameter(content, name, value),
        mark=lambda content: marks.of_setting(content, name),
        seen=seen,
    )


@transaction.atomic
def choose_reading(*, actor: Actor, name: str, choice: str | None, seen: str) -> None:
    """How the school reads an article; None is what holds without a choice.

    Raises:
        ConflictError: when somebody else chose since.
        Http404: when there is no such reading or choice.
    """
    _edit(
        actor,
        lambda content: drafting.with_reading(content, name, choice),
        mark=lambda content: marks.of_reading(content, name),
        seen=seen,
    )


@transaction.atomic
def write_article(*, actor: Actor, article_id: str, wording: Wording, short: str, seen: str) -> None:
    """Other words for an article of the model.

    Raises:
        ConflictError: when somebody else changed the article since.
        Http404: when there is no such article.
    """
    _edit(
        actor,
        lambda content: drafting.with_wording(content, article_id, wording, short),
        mark=lambda content: marks.of_article(content, article_id),
        seen=seen,
    )


@transaction.atomic
def write_own_article(*, actor: Actor, article_id: str, own: OwnArticle, seen: str) -> None:
    """Other words and another rule for an article of the school's own.

    Raises:
        ConflictError: when somebody else changed the article since.
        Http404: when there is no such article.
    """
    _edit(
        actor,
        lambda content: drafting.with_own_article(content, article_id, own, offer(content).kit),
        mark=lambda content: marks.of_article(content, article_id),
        seen=seen,
    )


@transaction.atomic
def switch_article(*, actor: Actor, article_id: str, on: bool) -> None:
    """Switch an optional article on or off. Doing so twice is doing so once, whoever does it.

    Raises:
        Http404: when there is no such optional article.
    """
    _edit(actor, lambda content: drafting.with_switched(content, article_id, on=on))


@transaction.atomic
def add_article(*, actor: Actor, part: str, own: OwnArticle) -> str:
    """One more article of the school's own; the answer is the id that it got.

    Raises:
        Http404: when there is no such part.
    """
    added: list[str] = []

    def change(content: Content) -> dict[str, Any]:
        changed, article_id = drafting.with_article(content, part, own, offer(content).kit)
        added.append(article_id)
        return changed

    _edit(actor, change)
    return added[0]


@transaction.atomic
def remove_article(*, actor: Actor, article_id: str, seen: str) -> None:
    """Take an article of the school's own out.

    Raises:
        ConflictError: when somebody else changed the article since.
        Http404: when there is no such article of the school's own.
    """
    _edit(
        actor,
        lambda content: drafting.without_article(content, article_id),
        mark=lambda content: marks.of_article(content, article_id),
        seen=seen,
    )


def _locked(actor: Actor) -> Draft:
    actor.require(Permission.EDIT_PROTOCOL)
    draft = Draft.objects.select_for_update().filter(school_id=actor.school_id).first()
    if draft is None:
        raise NoDraftError
    return draft


def _edit(
    actor: Actor,
    change: Callable[[Content], dict[str, Any]],
    *,
    mark: Callable[[Content], str] = lambda _: "",
    seen: str = "",
) -> None:
    draft = _locked(actor)
    try:
        changed, before = change(draft.content), mark(draft.content)
        if changed == draft.content:  # the same button twice, or two people who meant the same
            return
    except KeyError as unknown:
        raise Http404 from unknown
    if before != seen:
        raise ConflictError
    draft.content = changed
    draft.changed_by_id = actor.person_id
    draft.save()


# --- Adopting ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Adoption:
    """From which day a working version is to hold, and whether the (G)MR agreed already.

    ``seen`` is the mark of what was on the screen; ``accepted`` says that its warnings were seen.
    """

    valid_from: date
    seen: str
    accepted: bool
    consent: CouncilConsent | None = None


class NotAdoptableError(Exception):
    """Something must be repaired first, or somebody must still look at the warnings."""


@transaction.atomic
def adopt(*, actor: Actor, adoption: Adoption) -> ProtocolVersion:
    """Make a version of the working version. Without the (G)MR's consent it waits for that.

    Raises:
        PermissionDenied: when the actor may not adopt a protocol.
        ConflictError: when it was changed since it was shown.
        NotAdoptableError: when a guardrail forbids it, or warns and nobody said to have seen that.
        ValidationError: when the day has passed, or the consent is of a day to come.
    """
    actor.require(Permission.ADOPT_PROTOCOL)
    draft, today = _locked(actor), timezone.localdate()
    if marks.of_everything(draft.content) != adoption.seen:
        raise ConflictError
    if adoption.valid_from < today or (adoption.consent and adoption.consent.on > today):
        raise ValidationError("Een versie gaat in vanaf vandaag of later; instemming is al gegeven.")
    inspection = inspect(Model(draft.content), today)
    if inspection.errors or (inspection.warnings and not adoption.accepted):
        raise NotAdoptableError
    rule = rule_on(COUNCIL_CONSENT, today)
    version = keep_version(
        school_id=actor.school_id,
        new=NewVersion(
            content=draft.content,
            corpus=draft.corpus,
            valid_from=adoption.valid_from,
            consent=adoption.consent,
            council_rule=rule.key if rule else "",
        ),
        by=str(actor.person_id),
        adopted_by=actor,
    )
    draft.delete()
    return version
