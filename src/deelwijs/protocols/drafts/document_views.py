"""A school's own document: choose it, confirm on one page what it is about, and work on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature
from django.forms import BoundField
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from deelwijs.accounts.roles import Permission
from deelwijs.core.protocol_text import Article, Match, TextFinding
from deelwijs.people.access import ActorRequest, requires
from deelwijs.protocols import corpus
from deelwijs.protocols.contents import Model
from deelwijs.protocols.documents import FAMILIES, ImportedProtocol
from deelwijs.protocols.documents.travelling import ReadDocument, pack, unpack
from deelwijs.protocols.drafts import actions, selectors
from deelwijs.protocols.drafts.document_content import content_of, proposals
from deelwijs.protocols.drafts.document_forms import ConfirmForm, DocumentForm
from deelwijs.ui import dates, toasts

writing = requires(Permission.EDIT_PROTOCOL)
_SHORT = 160  # characters of an article that stand on the page unfolded


@writing
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: ActorRequest) -> HttpResponseBase:
    """Choose a file; what was found in it stands on the next page."""
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    if request.method == "POST" and form.is_valid():
        return _confirmation(request, form.cleaned_data["file"], data=None)
    return render(
        request, "protocols/drafts/document.html", {"form": form}, status=422 if form.errors else 200
    )


@writing
@require_POST
def confirm(request: ActorRequest) -> HttpResponseBase:
    """Make a working version of it, the way it was confirmed."""
    try:
        document = unpack(request.POST.get("document", ""), str(request.actor.school_id))
    except BadSignature:
        messages.error(request, "Het document kwam niet heel over. Kies het opnieuw. Er is niets opgeslagen.")
        return redirect("protocols:draft_document")
    return _confirmation(request, document, request.POST)


def _confirmation(request: ActorRequest, document: ReadDocument, data: Any) -> HttpResponse:
    imported, model = document.judged(), Model(corpus.load())
    form = ConfirmForm(imported, model, proposals(imported, model), data, replaces=_replaced(request))
    if data is not None and form.is_valid():
        try:
            actions.start_from_document(
                actor=request.actor,
                name=f"het document {imported.name}",
                content=content_of(imported, model.content, form.decisions()),
                replace=form.cleaned_data.get("replace", False),
            )
        except actions.DraftExistsError:  # somebody began one just now: ask about that one
            form = ConfirmForm(imported, model, form.proposals, data, replaces=_replaced(request))
        else:
            toasts.confirm(request, "De werkversie van uw document staat klaar")
            return redirect("protocols:draft")
    context = {
        "document": pack(document, str(request.actor.school_id)),
        "imported": imported,
        "form": form,
        "rows": list(_rows(imported, form)),
        "recognised": sum(match.norm is not None for match in imported.matches),
        "unsure": sum(match.norm is not None and not match.sure for match in imported.matches),
        "settings": [form[f"setting-{one.name}"] for one in form.proposals],
        "families": _families(imported),
    }
    return render(request, "protocols/drafts/confirm.html", context, status=422 if form.errors else 200)


def _replaced(request: ActorRequest) -> str:
    """The working version that would go, in a sentence; empty when there is none."""
    if not selectors.has_draft(request.actor):
        return ""
    working = selectors.working_version(request.actor, timezone.localdate())
    moment = timezone.localtime(working.changed_at)
    when = f"{dates.weekday_date(moment)} om {dates.clock_time(moment)}"
    return f"Begonnen met: {working.origin}. Laatste wijziging: {working.changed_by or 'onbekend'}, {when}."


@dataclass(frozen=True, slots=True)
class Row:
    """One article of the document, with what it seems to be about."""

    article: Article
    match: Match
    field: BoundField

    @property
    def percentage(self) -> int:
        """How sure the match is."""
        return round(self.match.certainty * 100)

    @property
    def is_long(self) -> bool:
        """Whether the text is better folded away."""
        return len(self.article.text) > _SHORT or len(self.article.paragraphs) > 1

    @property
    def begin(self) -> str:
        """The first words."""
        words = " ".join(self.article.paragraphs)
        return words if len(words) <= _SHORT else f"{words[:_SHORT].rsplit(' ', 1)[0]} …"


def _rows(imported: ImportedProtocol, form: ConfirmForm) -> Iterator[Row]:
    for article in imported.protocol.articles:
        yield Row(article, imported.match_of(article), form[f"match-{article.id}"])


def _families(imported: ImportedProtocol) -> list[tuple[str, list[tuple[TextFinding, str]]]]:
    """The findings by family, each with its place in words; a family without any is left out."""
    found = [
        (title, [(one, imported.where(one.place)) for one in imported.findings if one.family == family])
        for family, title in FAMILIES.items()
    ]
    return [(title, findings) for title, findings in found if findings]
