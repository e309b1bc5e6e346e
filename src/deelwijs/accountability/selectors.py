"""What the ledger's pages show. What a reader may not know about people does not stand there either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from deelwijs.accountability.wording import MACHINES, fault_words, icon_of, is_about_somebody
from deelwijs.accounts.roles import Permission
from deelwijs.core.ledger.notes import fingerprint, read_checkpoint, read_note
from deelwijs.ledger import selectors as ledger
from deelwijs.ledger.models import Anchor, ChainCheck, Entry
from deelwijs.ledger.titles import title_of
from deelwijs.mail.selectors import has_server
from deelwijs.people.actor import Actor
from deelwijs.people.names import names_of
from deelwijs.publications.titles import titles_of
from deelwijs.ui.dates import clock_time, weekday_date

PER_PAGE = 60
ANCHORS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words, as far as its reader may know. ``has_case`` when a page tells more; ``times`` for
    entries of one act, one after another: a form with six answers is one line."""

    seq: int
    at: datetime
    title: str
    icon: str
    subject: str
    about: str
    by: str
    has_case: bool
    times: int = 1


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The last check of the chain, in words."""

    sentence: str
    holds: bool


@dataclass(frozen=True, slots=True)
class AnchorCard:
    """An anchor as people handle it."""

    size: int
    signed_at: datetime
    line: str
    fingerprint: str
    note: str


@dataclass(frozen=True, slots=True)
class Page:
    """The ledger as its readers see it."""

    lines: tuple[Line, ...]
    older: int | None
    size: int
    check: CheckResult | None
    anchors: tuple[AnchorCard, ...]
    mailboxes: tuple[str, ...]
    mail_is_ready: bool


def page(actor: Actor, before: int | None = None) -> Page:
    """The last entries, the last check, the last anchors and where they go."""
    actor.require(Permission.SEE_LEDGER)
    tenant = actor.school_id
    entries = ledger.latest(tenant, PER_PAGE + 1, before)
    shown = entries[:PER_PAGE]
    return Page(
        lines=tuple(_together(lines(actor, shown))),
        older=shown[-1].seq if len(entries) > PER_PAGE else None,
        size=ledger.size(tenant),
        check=_result(ledger.last_check(tenant)),
        anchors=tuple(_card(anchor) for anchor in ledger.anchors(tenant, ANCHORS)),
        mailboxes=tuple(ledger.mailboxes(tenant)),
        mail_is_ready=has_server(),
    )


def anchor(actor: Actor, size: int) -> AnchorCard:
    """One anchor, by the number of entries that it covers.

    Raises:
        Http404: when the actor's school has none of that size.
    """
    actor.require(Permission.SEE_LEDGER)
    found = ledger.anchor(actor.school_id, size)
    if found is None:
        raise Http404("no such anchor")
    return _card(found)


def mailboxes(actor: Actor) -> list[str]:
    """The mailboxes that get each anchor."""
    actor.require(Permission.KEEP_LEDGER)
    return ledger.mailboxes(actor.school_id)


def lines(actor: Actor, entries: Iterable[Entry]) -> list[Line]:
    """Entries in words, as far as this reader may know whom they are about."""
    entries = list(entries)
    knows = actor.may(Permission.SEE_CONSENTS)
    readable = [entry for entry in entries if knows or not is_about_somebody(entry.kind)]
    people = names_of(actor.school_id, {id_ for entry in readable for id_ in (entry.subject, entry.actor)})
    posts = titles_of(actor.school_id, {entry.subject for entry in readable})
    known = {entry.pk for entry in readable}
    return [
        Line(
            seq=entry.seq,
            at=moment(entry.at_us),
            title=title_of(entry.kind),
            icon=icon_of(entry.kind),
            subject=entry.subject,
            about=_about(entry, actor.school_id, people, posts) if entry.pk in known else "één persoon",
            by=(MACHINES.get(entry.actor) or people.get(entry.actor, "")) if entry.pk in known else "",
            has_case=entry.subject in people or entry.subject in posts,
        )
        for entry in entries
    ]


def _together(found: Iterable[Line]) -> Iterator[Line]:
    """Lines of one act as one line, by the number of the last."""
    for _, group in groupby(found, key=lambda line: replace(line, seq=0)):
        same = list(group)
        yield replace(same[0], times=len(same))


def _about(entry: Entry, school_id: UUID, people: dict[str, str], posts: dict[str, str]) -> str:
    if entry.subject == str(school_id):
        return "de school"
    named = people.get(entry.subject) or posts.get(entry.subject)
    if named:
        return named
    return "iemand die er niet meer is" if is_about_somebody(entry.kind) else "het protocol"


def moment(at_us: int) -> datetime:
    """The time of an entry, at the clock of the school."""
    return timezone.localtime(datetime.fromtimestamp(at_us / 1_000_000, timezone.get_current_timezone()))


def _result(check: ChainCheck | None) -> CheckResult | None:
    if check is None:
        return None
    at = timezone.localtime(check.checked_at)
    parts = [
        fault_words(check.fault),
        f"De eerste fout zit bij regel {check.fault_seq}." if check.fault_seq else "",
        f"Gecontroleerd op {weekday_date(at)} om {clock_time(at)} ({check.get_occasion_display()}): "
        f"{check.size} {'regel' if check.size == 1 else 'regels'}.",
        f"Van {check.erased} is de inhoud gewist." if check.erased else "",
    ]
    return CheckResult(" ".join(part for part in parts if part), holds=not check.fault)


def _card(anchor: Anchor) -> AnchorCard:
    return AnchorCard(
        size=anchor.size,
        signed_at=anchor.signed_at,
        line=read_checkpoint(read_note(anchor.note).text).line,
        fingerprint=fingerprint(bytes.fromhex(anchor.key.public)),
        note=anchor.note,
    )
