"""Settings and readings: one small form for each, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from deelwijs.people.access import ActorRequest
from deelwijs.protocols.drafts import actions, marks, selectors
from deelwijs.protocols.drafts.access import ARTICLES_URL, editing
from deelwijs.protocols.drafts.forms import ReadingForm, SettingForm
from deelwijs.protocols.drafts.selectors import WorkingVersion
from deelwijs.ui import toasts

FormT = TypeVar("FormT", SettingForm, ReadingForm)


@editing
@require_safe
def settings(request: ActorRequest) -> HttpResponseBase:
    """Every age, number, name and choice."""
    working = selectors.working_version(request.actor, timezone.localdate())
    return _page(request, working)


@editing
@require_POST
def setting(request: ActorRequest, name: str) -> HttpResponseBase:
    """Another value for one of them, or back to the model's."""
    working = selectors.working_version(request.actor, timezone.localdate())
    form = _find(_setting_forms(working, request, only=name), name)
    back = "terug" in request.POST
    if not back and not form.is_valid():
        return _page(request, working, setting_form=form)
    try:
        actions.set_parameter(
            actor=request.actor,
            name=name,
            value=None if back else form.cleaned_data["value"],
            seen=form["seen"].value() or "",
        )
    except actions.ConflictError:
        fresh = selectors.working_version(request.actor, timezone.localdate())
        form.show_again(marks.of_setting(fresh.content, name))
        return _page(request, fresh, setting_form=form)
    return _done(request, name)


@editing
@require_POST
def reading(request: ActorRequest, name: str) -> HttpResponseBase:
    """Choose how the school reads an article."""
    working = selectors.working_version(request.actor, timezone.localdate())
    form = _find(_reading_forms(working, request, only=name), name)
    if not form.is_valid():
        return _page(request, working, reading_form=form)
    try:
        actions.choose_reading(
            actor=request.actor, name=name, choice=form.cleaned_data["choice"], seen=form.cleaned_data["seen"]
        )
    except actions.ConflictError:
        fresh = selectors.working_version(request.actor, timezone.localdate())
        form.show_again(marks.of_reading(fresh.content, name))
        return _page(request, fresh, reading_form=form)
    return _done(request, name)


def _setting_forms(
    working: WorkingVersion, request: ActorRequest | None = None, only: str = ""
) -> list[SettingForm]:
    return [
        SettingForm(
            one,
            request.POST if request and one.name == only else None,
            initial={"seen": marks.of_setting(working.content, one.name)},
        )
        for one in working.settings
    ]


def _reading_forms(
    working: WorkingVersion, request: ActorRequest | None = None, only: str = ""
) -> list[ReadingForm]:
    return [
        ReadingForm(
            one,
            request.POST if request and one.name == only else None,
            initial={"seen": marks.of_reading(working.content, one.name)},
        )
        for one in working.readings
    ]


def _find(forms: Sequence[FormT], name: str) -> FormT:
    found = next((form for form in forms if form.prefix == name), None)
    if found is None:
        raise Http404
    return found


def _page(
    request: ActorRequest,
    working: WorkingVersion,
    setting_form: SettingForm | None = None,
    reading_form: ReadingForm | None = None,
) -> HttpResponse:
    """The page; with a form that was sent, that one stands in its place."""
    sent = setting_form or reading_form
    conflict = sent if sent and not sent.errors else None
    context = {
        "working": working,
        "setting_forms": [_instead(form, setting_form) for form in _setting_forms(working)],
        "reading_forms": [_instead(form, reading_form) for form in _reading_forms(working)],
        "sent": sent,
        "conflict": conflict,
        "article_url": ARTICLES_URL,
    }
    status = 409 if conflict else 422 if sent else 200
    return render(request, "protocols/drafts/settings.html", context, status=status)


def _instead(form: FormT, sent: FormT | None) -> FormT:
    return sent if sent is not None and sent.prefix == form.prefix else form


def _done(request: ActorRequest, name: str) -> HttpResponse:
    toasts.confirm(request, "Bewaard in de werkversie")
    return HttpResponseRedirect(f"{reverse('protocols:draft_settings')}#{name}")
