"""One article of the working version: its words, and for an own one also its rule."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from deelwijs.core.drafting import OwnRule, short_title, wording_of
from deelwijs.people.access import ActorRequest
from deelwijs.protocols.drafts import actions, marks, selectors
from deelwijs.protocols.drafts.access import ARTICLES_URL, editing
from deelwijs.protocols.drafts.forms import (
    ArticleForm,
    NewArticleForm,
    OwnArticleForm,
    rule_of,
    words_of,
)
from deelwijs.protocols.drafts.kit import offer
from deelwijs.protocols.drafts.selectors import WorkingVersion
from deelwijs.ui import toasts

_FIELDS = ("title", "text", "for_pupils", "explanation")


@editing
@require_http_methods(["GET", "HEAD", "POST"])
def article(request: ActorRequest, article_id: str) -> HttpResponseBase:
    """Read it and write it."""
    working = selectors.working_version(request.actor, timezone.localdate())
    form = _form(working, article_id, request)
    if request.method != "POST" or not form.is_valid():
        return _page(request, working, article_id, form)
    try:
        _save(request, working, article_id, form)
    except actions.ConflictError:
        fresh = selectors.working_version(request.actor, timezone.localdate())
        form.show_again(marks.of_article(fresh.content, article_id))
        return _page(request, fresh, article_id, form)
    toasts.confirm(request, f"{article_id} is bewaard in de werkversie")
    return redirect("protocols:draft_article", article_id)


def _form(working: WorkingVersion, article_id: str, request: ActorRequest) -> ArticleForm | OwnArticleForm:
    entry = working.entry(article_id)
    rule = OwnRule.of(entry["regel"]) if "regel" in entry else None
    initial = {
        **words_of(wording_of(entry)),
        **rule_of(rule),
        "seen": marks.of_article(working.content, article_id),
    }
    data = _posted(working, article_id, request) if request.method == "POST" else None
    if entry.get("eigen"):
        return OwnArticleForm(offer(working.content), working.parameters, data, initial=initial)
    return ArticleForm(working.parameters, data, initial=initial)


def _posted(working: WorkingVersion, article_id: str, request: ActorRequest) -> Any:
    """What was typed; with "back to the model" one field is the model's, and the rest comes along."""
    field, model = request.POST.get("terug", ""), working.model_entry(article_id)
    if field not in _FIELDS or model is None:
        return request.POST
    data = request.POST.copy()
    data[field] = getattr(wording_of(model), field)
    return data


def _save(
    request: ActorRequest, working: WorkingVersion, article_id: str, form: ArticleForm | OwnArticleForm
) -> None:
    seen = form.cleaned_data["seen"]
    if isinstance(form, OwnArticleForm):
        own = form.own_article()
        actions.write_own_article(actor=request.actor, article_id=article_id, own=own, seen=seen)
        return
    wording, model = form.wording(), working.model_entry(article_id)
    own_title = model is None or wording.title != model["titel"]
    short = short_title(wording.title) if own_title or model is None else model["kort"]
    actions.write_article(actor=request.actor, article_id=article_id, wording=wording, short=short, seen=seen)


def _page(
    request: ActorRequest, working: WorkingVersion, article_id: str, form: ArticleForm | OwnArticleForm
) -> HttpResponse:
    entry, model = working.entry(article_id), working.model_entry(article_id)
    conflict = form.is_bound and not form.errors
    stored, ours = wording_of(entry), wording_of(model) if model else None
    context = {
        "working": working,
        "article": working.article(entry),
        "holds": article_id in working.articles,
        "is_optional": entry.get("optioneel", False),
        "norms": [norm["zin"] for norm in entry.get("normen", []) if norm.get("zin")],
        "settings": [one for one in working.settings if one.article == article_id],
        "readings": [one for one in working.readings if one.article == article_id],
        "form": form,
        "words": [
            (form[name], getattr(stored, name), getattr(ours, name) if ours else "") for name in _FIELDS
        ],
        "conflict": conflict,
        "seen": marks.of_article(working.content, article_id),
        "article_url": ARTICLES_URL,
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "protocols/drafts/article.html", context, status=status)


@editing
@require_http_methods(["GET", "HEAD", "POST"])
def new_article(request: ActorRequest) -> HttpResponseBase:
    """One more article of the school's own."""
    working = selectors.working_version(request.actor, timezone.localdate())
    data = request.POST if request.method == "POST" else None
    form = NewArticleForm(working.places, offer(working.content), working.parameters, data)
    if data is not None and form.is_valid():
        article_id = actions.add_article(
            actor=request.actor, part=form.cleaned_data["part"], own=form.own_article()
        )
        toasts.confirm(request, f"Artikel {article_id} staat in de werkversie")
        return redirect("protocols:draft_article", article_id)
    context = {"working": working, "form": form}
    return render(request, "protocols/drafts/new_article.html", context, status=422 if form.errors else 200)


@editing
@require_POST
def switch(request: ActorRequest, article_id: str) -> HttpResponseBase:
    """Switch an optional article on or off."""
    on = request.POST.get("aan") == "1"
    actions.switch_article(actor=request.actor, article_id=article_id, on=on)
    toasts.confirm(request, f"{article_id} staat {'aan' if on else 'uit'}")
    return redirect("protocols:draft_article", article_id)


@editing
@require_POST
def remove(request: ActorRequest, article_id: str) -> HttpResponseBase:
    """Take an own article out."""
    try:
        actions.remove_article(actor=request.actor, article_id=article_id, seen=request.POST.get("seen", ""))
    except actions.ConflictError:
        messages.warning(request, "Iemand anders wijzigde dit artikel net. Er is niets weggehaald.")
        return redirect("protocols:draft_article", article_id)
    toasts.confirm(request, f"{article_id} is uit de werkversie gehaald")
    return redirect("protocols:draft")
