"""«Mag dit?», for everybody, on the school's own address."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from deelwijs.advice import actions, selectors
from deelwijs.advice.answering import reply
from deelwijs.advice.forms import ScreenForm
from deelwijs.advice.interview import STEP, Interview
from deelwijs.advice.presenting import AnswerPage, answer_page
from deelwijs.core.norms import Address
from deelwijs.people.access import public
from deelwijs.people.actor import Actor
from deelwijs.people.schools import PublicSchool, only_school, public_school, school_of
from deelwijs.protocols.article_pages import examples_of
from deelwijs.protocols.selectors import in_force
from deelwijs.ui import dates
from deelwijs.ui.paper import page_foot

_CLASS, _CHANNEL = "klas", "op"


@public
@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """To the reader's own school, or to the only one there is."""
    actor: Actor | None = getattr(request, "actor", None)
    school = school_of(actor) if actor else only_school()
    if school is None:
        return redirect(settings.LOGIN_URL)
    return redirect("advice:ask", school=school.slug)


@public
@require_safe
def ask(request: HttpRequest, school: str) -> HttpResponseBase:
    """The next screen, or the answer. All of the interview stands in the address."""
    found = public_school(school)
    day = timezone.localdate()
    actor = _own(request, str(found.id))
    protocol = in_force(found.id, day)
    pairs = [(name, value) for name in request.GET for value in request.GET.getlist(name)]
    interview = Interview.read(pairs, frozenset(protocol.norms.facts))
    looked_up = _looked_up(request, actor)
    address = Address.JE if _speaks_je(interview, looked_up) else Address.U
    left_open = interview.steps[-1] if interview.missing else ()
    answered = interview.back() if left_open else interview
    answer = reply(protocol, answered, looked_up, address, selectors.own_roles(actor))
    page = answer_page(answer, answered, looked_up)
    if left_open or (answer.outcome is None and not answer.is_stuck):
        # A screen that was not filled in is shown again, with what was left open.
        questions = tuple(answer.question(name) for name in left_open) or answer.questions
        data = request.GET if left_open else None
        form = ScreenForm(questions, je=address is Address.JE, data=data)
        return _question(request, found, page, form, actor)
    actions.keep(school_id=found.id, reply=answer, day=day)
    return render(
        request, "advice/answer.html", {"page": page, "day": day} | _links(request, interview, found)
    )


@public
@require_safe
def article(request: HttpRequest, school: str, article_id: str) -> HttpResponseBase:
    """An article to read for who cannot sign in: what an answer names can be looked up."""
    found = public_school(school)
    if _own(request, str(found.id)):
        return redirect("protocols:article", article_id)
    protocol = in_force(found.id, timezone.localdate())
    if article_id not in protocol.articles:
        raise Http404
    context = {
        "protocol": protocol,
        "article": protocol.articles[article_id],
        "examples": examples_of(protocol, article_id),
        "school": found,
        "start_url": reverse("advice:ask", args=[found.slug]),
    }
    return render(request, "advice/article.html", context)


@public
@require_safe
def print_style(request: HttpRequest, school: str) -> HttpResponseBase:  # noqa: ARG001 (Django's signature)
    """What stands at the foot of every printed page: an answer on paper says on which text it rests."""
    found = public_school(school)
    today = timezone.localdate()
    protocol = in_force(found.id, today)
    version = f"protocol versie {protocol.number}, sinds {dates.long_date(protocol.valid_from)}"
    foot = f"{found.name} · {version} · nagekeken op {dates.long_date(today)}"
    return HttpResponse(page_foot(foot), content_type="text/css; charset=utf-8")


def _question(
    request: HttpRequest, school: PublicSchool, page: AnswerPage, form: ScreenForm, actor: Actor | None
) -> HttpResponse:
    steps = page.interview.steps
    context = {
        "form": form,
        "page": page,
        "number": len(steps) + 1,
        "hidden": [*page.interview.pairs, (STEP, form.step), *_class_pairs(request)],
        "choice": None if steps else selectors.class_choice(actor, timezone.localdate()),
    }
    return render(request, "advice/question.html", context | _links(request, page.interview, school))


def _own(request: HttpRequest, school_id: str) -> Actor | None:
    """Who is signed in, as long as it is at this school."""
    actor: Actor | None = getattr(request, "actor", None)
    return actor if actor and str(actor.school_id) == school_id else None


def _looked_up(request: HttpRequest, actor: Actor | None) -> selectors.Known:
    group, channel = request.GET.get(_CLASS, ""), request.GET.get(_CHANNEL, "")
    if actor and group and channel:
        known = selectors.known_about_class(actor, group, channel, timezone.localdate())
        if known:
            return known
    return selectors.known_about(actor)


def _speaks_je(interview: Interview, looked_up: selectors.Known) -> bool:
    return {**interview.answers, **looked_up}.get("rol") == ("leerling",)


def _class_pairs(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, request.GET[name]) for name in (_CLASS, _CHANNEL) if request.GET.get(name)]


def _links(request: HttpRequest, interview: Interview, school: PublicSchool) -> dict[str, object]:
    start = reverse("advice:ask", args=[school.slug])
    back = interview.back()
    # Who gets the link sees the answer; by which screens it came is nobody's business.
    shared = replace(interview, steps=()).pairs
    query = urlencode([*back.pairs, *_class_pairs(request)])
    return {
        "school": school,
        "start_url": start,
        "back_url": f"{start}?{query}" if interview.steps else "",
        "share_url": request.build_absolute_uri(f"{start}?{urlencode([*shared, *_class_pairs(request)])}"),
        # Whole addresses: on paper they stand behind the plates.
        "article_url": request.build_absolute_uri(f"{start}artikel/"),
    }
