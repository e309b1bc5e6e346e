"""Giving, refusing and stopping; and what the school may do with it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.consents import actions, languages, selectors
from deelwijs.consents.actions import GivenAnswer
from deelwijs.consents.forms import AllAnswersForm, AnswerForm
from deelwijs.consents.languages import Language
from deelwijs.consents.presenting import asked, card_view
from deelwijs.consents.selectors import ConsentCard, Question
from deelwijs.core.consent import Answer
from deelwijs.people.access import ActorRequest, requires
from deelwijs.people.selectors import language_of
from deelwijs.ui import toasts

deciding = requires(Permission.DECIDE_CONSENT)

LANGUAGE = "taal"  # in an address, a form and the session


def _language(request: ActorRequest) -> Language:
    """The language of the screen: what a form says it was shown in, else what was chosen, else what the
    school recorded for this person."""
    spoken = selectors.spoken(request.actor, timezone.localdate())
    chosen = request.GET.get(LANGUAGE)
    if chosen in spoken:
        request.session[LANGUAGE] = chosen
    shown = request.POST.get(LANGUAGE) or chosen or request.session.get(LANGUAGE)
    return languages.language(spoken, shown or language_of(request.actor))


@deciding
@require_safe
def mine(request: ActorRequest) -> HttpResponseBase:
    """For whom the reader decides, and what stands."""
    cards = selectors.cards_for(request.actor, timezone.localdate())
    return render(request, "consents/mine.html", {"cards": [card_view(card) for card in cards]})


def _card(request: ActorRequest, person_id: UUID) -> ConsentCard:
    card = selectors.card(request.actor, person_id, timezone.localdate())
    if card is None or not card.may_decide:
        raise Http404
    return card


def _question(card: ConsentCard, purpose: str, channel: str) -> Question:
    for question in card.questions:
        if question.purpose["id"] == purpose and question.channel.key == channel:
            return question
    raise Http404


@deciding
@require_safe
def questions(request: ActorRequest, person_id: UUID) -> HttpResponseBase:
    """To the first open question, or back when there is none."""
    card = _card(request, person_id)
    if not card.open_questions:
        return redirect("consents:mine")
    first = card.open_questions[0]
    return redirect(
        "consents:question", person_id=person_id, purpose=first.purpose["id"], channel=first.channel.key
    )


@deciding
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: ActorRequest, person_id: UUID, purpose: str, channel: str) -> HttpResponseBase:
    """One question on a screen of its own: what it means, yes or no, or later."""
    card = _card(request, person_id)
    found = _question(card, purpose, channel)
    language = _language(request)
    form = AnswerForm(language, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = GivenAnswer(purpose, channel, Answer(form.cleaned_data["answer"]))
        actions.decide(actor=request.actor, person_id=person_id, answers=[given], language=language.code)
        toasts.confirm(request, "Je antwoord is bewaard" if _je(request) else "Uw antwoord is bewaard")
        return _onward(card, found)
    context: dict[str, object] = {
        "asked": asked(card, found, language),
        "card": card_view(card),
        "form": form,
        "later_url": _later(card, found),
    }
    return render(request, "consents/question.html", context, status=422 if form.errors else 200)


def _je(request: ActorRequest) -> bool:
    return {role.value for role in request.actor.roles} == {"pupil"}


def _rest(card: ConsentCard, after: Question) -> list[Question]:
    """The open questions that come after this one."""
    keys = [question.key for question in card.questions]
    here = keys.index(after.key)
    return [question for question in card.open_questions if keys.index(question.key) > here]


def _onward(card: ConsentCard, after: Question) -> HttpResponseBase:
    return redirect(_later(card, after))


def _later(card: ConsentCard, after: Question) -> str:
    rest = _rest(card, after)
    if not rest:
        return reverse("consents:mine")
    return reverse("consents:question", args=[card.person.id, rest[0].purpose["id"], rest[0].channel.key])


@deciding
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: ActorRequest, person_id: UUID, purpose: str, channel: str) -> HttpResponseBase:
    """Stopping: what happens when, one button, no reason asked."""
    card = _card(request, person_id)
    found = _question(card, purpose, channel)
    language = _language(request)
    if request.method == "POST":
        given = GivenAnswer(purpose, channel, Answer.NO)
        actions.decide(actor=request.actor, person_id=person_id, answers=[given], language=language.code)
        toasts.confirm(request, f"Gestopt: {found.channel.name}")
        return redirect("consents:mine")
    context = {
        "asked": asked(card, found, language),
        "card": card_view(card),
    }
    return render(request, "consents/stop.html", context)


@deciding
@require_http_methods(["GET", "HEAD", "POST"])
def all_at_once(request: ActorRequest, person_id: UUID) -> HttpResponseBase:
    """Every question on one page."""
    card = _card(request, person_id)
    language = _language(request)
    form = AllAnswersForm(
        [(question.key, asked(card, question, language).text) for question in card.questions],
        language,
        request.POST if request.method == "POST" else None,
    )
    if request.method == "POST" and form.is_valid():
        given = [
            GivenAnswer(question.purpose["id"], question.channel.key, Answer(form.cleaned_data[question.key]))
            for question in card.questions
            if form.cleaned_data.get(question.key)
        ]
        if given:
            actions.decide(actor=request.actor, person_id=person_id, answers=given, language=language.code)
            toasts.confirm(request, _kept(len(given)))
        return redirect("consents:mine")
    context = {
        "card": card_view(card),
        "form": form,
        "language": language,
    }
    return render(request, "consents/all.html", context, status=422 if form.errors else 200)


def _kept(number: int) -> str:
    return "1 antwoord is bewaard" if number == 1 else f"{number} antwoorden zijn bewaard"
