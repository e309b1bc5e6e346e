"""The components as template tags. A template *builtin*: no ``load`` needed.

Each tag fills one template in ``ui/components/``; the gallery shows them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from deelwijs.core.finding import Outcome
from deelwijs.ui import dates, icons, photo, toasts
from deelwijs.ui import qr as drawn

register = template.Library()

# What each tone looks like besides its colour. A tone answers to a short name and to the verdict's own word.
_TONES = {
    "ok": ("ok", "check-circle-fill", "Toegestaan"),
    "mits": ("mits", "warning-fill", "Toegestaan, mits"),
    "over": ("over", "chats-fill", "Eerst overleggen"),
    "nee": ("nee", "x-circle-fill", "Verboden"),
    "uit": ("uit", "minus-circle-fill", "Valt buiten het protocol"),
    "wet": ("wet", "notebook-fill", "Wet"),
}
_OUTCOMES = {
    Outcome.ALLOWED: "ok",
    Outcome.ALLOWED_IF: "mits",
    Outcome.CONSULT: "over",
    Outcome.FORBIDDEN: "nee",
    Outcome.OUT_OF_SCOPE: "uit",
}
_ARTICLE_URL = "/protocol/artikel/"


def _tone(state: str) -> tuple[str, str, str]:
    """Tone, icon and word of a state.

    Raises:
        template.TemplateSyntaxError: when there is no such state.
    """
    short = next((tone for outcome, tone in _OUTCOMES.items() if outcome == state), state)
    try:
        return _TONES[short]
    except KeyError:
        known = ", ".join([*_TONES, *_OUTCOMES])
        raise template.TemplateSyntaxError(f"No state {state!r}; choose from {known}") from None


# --- Words ----------------------------------------------------------------------------------------
@register.filter(expects_localtime=True)
def weekday_date(day: date | None) -> str:
    """``{{ day|weekday_date }}``: wo 25 november."""
    return dates.weekday_date(day) if day else ""


@register.filter(expects_localtime=True)
def full_weekday_date(day: date | None) -> str:
    """``{{ day|full_weekday_date }}``: woensdag 25 november."""
    return dates.full_weekday_date(day) if day else ""


@register.filter(expects_localtime=True)
def long_date(day: date | None) -> str:
    """``{{ day|long_date }}``: 25 november 2026."""
    return dates.long_date(day) if day else ""


@register.filter(expects_localtime=True)
def clock_time(moment: datetime | time | None) -> str:
    """``{{ moment|clock_time }}``: 08:14."""
    return dates.clock_time(moment) if moment else ""


@register.filter(expects_localtime=True)
def at_time(moment: datetime | time | None) -> str:
    """``{{ moment|at_time }}``: om 08:14."""
    return f"om {dates.clock_time(moment)}" if moment else ""


@register.filter(expects_localtime=True)
def day_and_time(moment: datetime | None) -> str:
    """``{{ moment|day_and_time }}``: wo 25 november om 08:14."""
    return f"{dates.weekday_date(moment)} om {dates.clock_time(moment)}" if moment else ""


@register.filter
def letters(name: str) -> str:
    """At most two initials of a name: NV for Noor van Dijk."""
    return "".join(word[0] for word in str(name).split()[:2]).upper()


@register.filter
def undo_url(extra_tags: str | None) -> str:
    """Where a toast's undo button goes."""
    return toasts.undo_url(extra_tags or "")


# --- Signs ----------------------------------------------------------------------------------------
@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """``{% icon "globe" %}``; with a ``label`` only where no word stands beside it.

    Raises:
        template.TemplateSyntaxError: when the sprite has no such icon.
    """
    if name not in icons.KNOWN:
        raise template.TemplateSyntaxError(f"No icon {name!r}: add it to deelwijs/ui/icons.py")
    directed = " icon-directed" if name in icons.DIRECTED else ""
    named = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon{}{}" {} focusable="false" width="20" height="20" viewBox="0 0 256 256">'
        '<use href="{}#{}"></use></svg>',
        directed,
        f" {css}" if css else "",
        SafeString(named),
        static("ui/icons.svg"),
        name,
    )


@register.inclusion_tag("ui/components/sign.html")
def sign(outcome: str, css: str = "") -> dict[str, Any]:
    """``{% sign outcome %}``: a verdict's shape alone; a word must stand beside it."""
    return {"tone": _tone(outcome)[0], "css": css}


@register.inclusion_tag("ui/components/verdict.html")
def verdict(outcome: str, title: str = "", sentence: str = "", level: int = 2) -> dict[str, Any]:
    """``{% verdict outcome title sentence %}``: one per page, on top. Level 1 makes it the page's heading."""
    tone, _, word = _tone(outcome)
    return {"tone": tone, "title": title or word, "sentence": sentence, "level": level}


@register.inclusion_tag("ui/components/plate.html", takes_context=True)
def plate(context: template.Context, code: str, title: str = "", url: str | None = None) -> dict[str, Any]:
    """``{% plate "A5" "Beeldmateriaal" %}`` links to the article; ``{% plate "Wet" "AVG" %}`` to ``url``.

    ``article_url`` in the page's context, ending in a slash, sets where articles are found.
    """
    statute = code == "Wet"
    if url is None:
        url = "" if statute else f"{context.get('article_url', _ARTICLE_URL)}{code}/"
    return {"code": code, "title": title, "url": url, "statute": statute}


@register.inclusion_tag("ui/components/pill.html")
def pill(state: str, text: str, icon: str = "") -> dict[str, Any]:
    """``{% pill "ok" "Weg" %}``: a state in at most 3 words."""
    tone, usual, _ = _tone(state)
    return {"tone": tone, "icon": icon or usual, "text": text}


@register.inclusion_tag("ui/components/mark.html")
def mark(state: str, word: str, *, show: bool = False) -> dict[str, Any]:
    """``{% mark "ok" "Ja" %}``: a cell of a matrix; the word is for the ear unless ``show``."""
    tone, usual, _ = _tone(state)
    return {"tone": tone, "icon": usual, "word": word, "show": show}


@register.inclusion_tag("ui/components/initials.html")
def initials(name: str, *, strong: bool = False) -> dict[str, Any]:
    """``{% initials "Sami Bakkali" %}``: a circle with letters beside a name."""
    return {"letters": letters(name), "strong": strong}


@register.inclusion_tag("ui/components/emblem.html")
def emblem(css: str = "emblem") -> dict[str, Any]:
    """``{% emblem %}``: the wind rose in the school's colours."""
    return {"css": css, "star": photo.star(32, 32, 22)}


# --- Acting ---------------------------------------------------------------------------------------
@register.inclusion_tag("ui/components/button.html")
def button(text: str, kind: str = "outline", **options: Any) -> dict[str, Any]:
    """``{% button "Print" icon="printer" %}``; ``kind`` is filled, outline, text or danger.

    Options: icon, icon_after, url (a link), name and value (of the submit button), small, wide, id,
    blocked (a sentence: what is missing).
    """
    return {"text": text, "kind": kind, **options}


@register.simple_block_tag
def buttonrow(content: str, *, wide: bool = False) -> SafeString:
    """``{% buttonrow %}...{% endbuttonrow %}``: buttons side by side."""
    return format_html('<div class="buttonrow{}">{}</div>', " buttonrow-wide" if wide else "", content)


@register.inclusion_tag("ui/components/segments.html")
def segments(label: str, items: Iterable[Any]) -> dict[str, Any]:
    """``{% segments "Weergave" items %}``: items with label, url and current."""
    return {"label": label, "items": items}


@register.inclusion_tag("ui/components/crumbs.html")
def crumbs(*parts: str) -> dict[str, Any]:
    """``{% crumbs "Publiceren" url "Concept" %}``: pairs of label and URL, the last without URL."""
    links = [(parts[index], parts[index + 1]) for index in range(0, len(parts) - 1, 2)]
    return {"links": links, "here": parts[-1] if len(parts) % 2 else ""}


# --- Asking ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Option:
    """One radio or checkbox of a set, with what its card says."""

    widget: BoundWidget
    name: str
    hint: str
    icon: str


def _options(field: BoundField) -> list[_Option]:
    if not isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return []
    return [
        _Option(widget, str(label), getattr(label, "hint", ""), getattr(label, "icon", ""))
        for widget in field
        for label in [widget.data["label"]]
    ]


def _field_kind(widget: forms.Widget) -> str:
    kinds: Sequence[tuple[type[forms.Widget] | tuple[type[forms.Widget], ...], str]] = (
        ((forms.RadioSelect, forms.CheckboxSelectMultiple), "choices"),
        (forms.CheckboxInput, "confirm"),
        (forms.FileInput, "file"),
    )
    return next((kind for classes, kind in kinds if isinstance(widget, classes)), "box")


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, shape: str = "cards", label: str = "", *, big: bool = False) -> dict[str, Any]:
    """``{% field form.x %}``: label, hint, error and box, in that order.

    Radios and checkboxes become choice cards; ``shape`` is cards, row (side by side) or tiles. ``big``
    makes the label of a set the heading of the page.
    """
    return {
        "field": bound,
        "kind": _field_kind(bound.field.widget),
        "options": _options(bound),
        "shape": shape,
        "label": label or bound.label,
        "big": big,
        "describedby": _described_by(bound),
    }


def _described_by(bound: BoundField) -> str:
    ids = []
    if bound.help_text:
        ids.append(f"{bound.auto_id}_helptext")
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    return " ".join(ids)


@register.inclusion_tag("ui/components/errors.html")
def errors(form: forms.BaseForm) -> dict[str, Any]:
    """``{% errors form %}``: what must be repaired, each line a link to its field."""
    wrong = [bound for bound in form if bound.errors]
    total = len(wrong) + len(form.non_field_errors())
    return {"form": form, "wrong": wrong, "total": total}


@register.inclusion_tag("ui/components/dropzone.html")
def dropzone(bound: BoundField, invite: str = "Sleep foto’s hierheen of kies ze") -> dict[str, Any]:
    """``{% dropzone form.photos %}``: a file field that also takes dropped files."""
    return {"field": bound, "invite": invite, "describedby": _described_by(bound)}


@register.inclusion_tag("ui/components/people.html")
def people(persons: Iterable[Any], outside_url: str = "") -> dict[str, Any]:
    """``{% people results %}``: persons with name, detail (a class), state and pill, url or name/value."""
    return {"persons": persons, "outside_url": outside_url}


# --- Telling --------------------------------------------------------------------------------------
@register.inclusion_tag("ui/components/finding.html", takes_context=True)
def finding(context: template.Context, found: Any) -> dict[str, Any]:
    """``{% finding found %}``: article and article_title, state and channel, title, sentence, remedies.

    A remedy has text and url (a link) or name and value (a submit button), and perhaps an icon. The
    first is the best one and filled.
    """
    return {"found": found, "article_url": context.get("article_url", _ARTICLE_URL)}


@register.inclusion_tag("ui/components/channels.html")
def channels(verdicts: Iterable[Any]) -> dict[str, Any]:
    """``{% channels verdicts %}``: per channel name, outcome and word, perhaps url and current."""
    rows = [
        {"channel": one, "tone": tone, "word": getattr(one, "word", "") or usual}
        for one in verdicts
        for tone, _, usual in [_tone(one.outcome)]
    ]
    return {"rows": rows}


@register.inclusion_tag("ui/components/clock.html")
def clock(text: str, state: str = "uit") -> dict[str, Any]:
    """``{% clock "Nog 3 uur, tot 12:00" "nee" %}``: words first; nee only inside the last working day."""
    tone = _tone(state)[0]
    return {"text": text, "tone": tone, "icon": "clock-fill" if tone == "uit" else "clock-countdown-fill"}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(moments: Iterable[Any]) -> dict[str, Any]:
    """``{% timeline moments %}``: newest on top; moments with title, sentence, icon, when and now."""
    return {"moments": moments}


@register.inclusion_tag("ui/components/progress.html")
def progress(words: str, total: int, done: int, busy: int = 0) -> dict[str, Any]:
    """``{% progress "3 van 6 adressen zijn echt weg" 6 3 %}``: the words say it, the bar shows it."""
    return {"words": words, "total": max(total, 1), "done": done, "busy": busy}


@register.inclusion_tag("ui/components/steps.html")
def steps(step: int, total: int) -> dict[str, Any]:
    """``{% steps 3 6 %}``: the bar under "vraag 3 van 6", which must be said in words as well."""
    return {"steps": [number <= step for number in range(1, total + 1)]}


@register.inclusion_tag("ui/components/stat.html")
def stat(figure: object, text: str) -> dict[str, Any]:
    """``{% stat 63 "gezichten bedekt" %}``: a figure with what it counts."""
    return {"figure": figure, "text": text}


@register.inclusion_tag("ui/components/empty.html")
def empty(title: str, sentence: str = "", icon: str = "check-circle-duotone") -> dict[str, Any]:
    """``{% empty "Alles is gedaan" "Komt er iets bij, dan ziet u het hier." %}``."""
    return {"title": title, "sentence": sentence, "icon": icon}


@register.simple_block_tag
def note(content: str, icon: str = "info-fill", state: str = "") -> SafeString:
    """``{% note %}...{% endnote %}``: something to know beside the work; ``state`` gives it a tone."""
    css = f" tone-{_tone(state)[0]}" if state else ""
    return render("note", {"content": content, "icon": icon, "css": css})


@register.simple_block_tag
def duty(content: str, bar: str = "Eerst dit") -> SafeString:
    """``{% duty %}...{% endduty %}``: what must be done before anything else."""
    return render("duty", {"content": content, "bar": bar})


@register.inclusion_tag("ui/components/photo.html")
def photo_canvas(
    src: str, width: int, height: int, faces: Iterable[photo.Face], alt: str = ""
) -> dict[str, Any]:
    """``{% photo_canvas src width height faces alt %}``: a frame per face (``ui.photo.Face``)."""
    return {
        "src": src,
        "width": width,
        "height": height,
        "alt": alt,
        "frames": photo.frames(faces, width, height),
    }


@register.inclusion_tag("ui/components/qr.html")
def qr(text: str, label: str) -> dict[str, Any]:
    """``{% qr text "QR-code met het anker" %}``: black on white, in the dark too."""
    return {"drawing": drawn.draw(text), "label": label}


@register.inclusion_tag("ui/components/preview.html")
def preview(
    channel: str, account: str = "", sentence: str = "", title: str = "Zo ziet dat eruit"
) -> dict[str, Any]:
    """``{% preview "Instagram" "hetkompas" "Een foto van een les." %}``: how it will look, drawn."""
    star = photo.star(14, 14, 6.5)
    return {"channel": channel, "account": account, "sentence": sentence, "title": title, "star": star}


def render(component: str, context: dict[str, Any]) -> SafeString:
    """One component's template, filled."""
    return render_to_string(f"ui/components/{component}.html", context)
