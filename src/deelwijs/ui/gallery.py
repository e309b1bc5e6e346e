"""What the gallery shows: each example with its result and its source, and made-up data to fill it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString

from deelwijs.core.geometry import Box
from deelwijs.ui.choices import Choice
from deelwijs.ui.photo import Face, FaceState

_FOLDER = Path(__file__).parent / "templates" / "ui" / "components" / "examples"
_HEAD = re.compile(r"{# (?P<order>\d+) (?P<title>.+?) #}\n")

COLOURS = tuple(
    SimpleNamespace(name=name, token=token, css=token.removeprefix("--"))
    for name, token in (
        ("School", "--school"),
        ("School diep", "--rail"),
        ("Accent", "--accent"),
        ("Tint", "--tint"),
        ("Grond", "--ground"),
        ("Vlak", "--surface"),
        ("Verzonken", "--sunken"),
        ("Inkt", "--ink"),
        ("Inkt 2", "--ink-2"),
        ("Rand", "--edge"),
        ("Ja", "--ok-s"),
        ("Mits", "--mits-s"),
        ("Overleg", "--over-s"),
        ("Nee", "--nee-s"),
        ("Buiten", "--uit-s"),
        ("Wet", "--wet"),
    )
)


@dataclass(frozen=True, slots=True)
class Example:
    """One component: its place, its title, what it looks like and how it is written."""

    order: int
    name: str
    title: str
    rendered: SafeString
    source: str


def examples(request: HttpRequest | None = None) -> list[Example]:
    """Every template in ``components/examples``, in the order that its first line says.

    Raises:
        ValueError: when a first line is not ``{# 10 Title #}``.
    """
    return sorted((_example(path, request) for path in _FOLDER.glob("*.html")), key=lambda one: one.order)


def _example(path: Path, request: HttpRequest | None) -> Example:
    text = path.read_text(encoding="utf-8")
    head = _HEAD.match(text)
    if not head:
        raise ValueError(f"{path.name} must open with {{# 10 Title #}}")
    rendered = render_to_string(f"ui/components/examples/{path.name}", sample(), request)
    return Example(int(head["order"]), path.stem, head["title"], rendered, text[head.end() :].strip())


class SampleForm(forms.Form):
    """The kinds of field that the pages use."""

    title = forms.CharField(label="Titel van het bericht", initial="Excursie 3C")
    born = forms.CharField(label="Geboortedatum", help_text="Bijvoorbeeld 4-9-2011")
    text = forms.CharField(label="Tekst", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    account = forms.ChoiceField(
        label="Welk account is het?",
        widget=forms.RadioSelect,
        choices=[
            ("school", Choice("Een account van school", "Op naam van de school")),
            ("own", Choice("Mijn privéaccount")),
        ],
    )
    answer = forms.ChoiceField(
        label="Mag het?", widget=forms.RadioSelect, choices=[("yes", "Ja"), ("no", "Nee")], required=False
    )
    what = forms.ChoiceField(
        label="Wat is er gebeurd?",
        widget=forms.RadioSelect,
        required=False,
        choices=[
            ("photo", Choice("Foto of film zonder toestemming", icon="image-duotone")),
            ("nude", Choice("Blootfoto of blootfilm", icon="eye-slash-duotone")),
            ("fake", Choice("Nepfoto of nepfilm", icon="mask-happy-duotone")),
            ("threat", Choice("Bedreiging", icon="warning-duotone")),
        ],
    )
    everyone = forms.BooleanField(
        label="Iedereen is aangewezen",
        help_text="Ik heb zelf gekeken. Er staat niemand meer op die we misten.",
    )
    photos = forms.FileField(
        label="Foto’s", help_text="JPEG, PNG of HEIC, elk hoogstens 40 MB", required=False
    )

    def clean_born(self) -> str:
        """Shows what an error looks like."""
        raise forms.ValidationError("De datum ligt in de toekomst. Bedoelt u 2011?")


@dataclass(frozen=True, slots=True)
class _Found:
    article: str
    article_title: str
    state: str
    channel: str
    title: str
    sentence: str
    remedies: tuple[dict[str, str], ...] = field(default_factory=tuple)
    channel_icon: str = ""


def _form() -> SampleForm:
    return SampleForm(
        {"title": "Excursie 3C", "born": "4-9-2031", "account": "school", "everyone": "on"},
        auto_id="voorbeeld_%s",
    )


def _findings() -> list[_Found]:
    return [
        _Found(
            "A5",
            "Beeldmateriaal",
            "nee",
            "Instagram",
            "Lotte Hendriks mag niet op Instagram",
            "Voor dit kanaal is er geen toestemming. Voor de website wel.",
            (
                {"text": "Bedek dit gezicht", "icon": "mask-happy", "name": "remedy", "value": "cover"},
                {"text": "Snijd bij", "icon": "crop", "name": "remedy", "value": "crop"},
                {"text": "Andere foto", "icon": "swap", "url": "#andere-foto"},
            ),
            "instagram-logo-fill",
        ),
        _Found(
            "A2",
            "Privacy",
            "mits",
            "Alle kanalen",
            "Achternaam in de tekst",
            "Voor een naam bij een foto is apart toestemming nodig.",
            ({"text": "Maak er ‘Daan’ van", "name": "remedy", "value": "first_name"},),
        ),
    ]


def _faces() -> list[Face]:
    return [
        Face(Box(112, 250, 116, 140), 1, "Sami", "1 Sami, mag overal op", FaceState.CERTAIN, "#gezicht-1"),
        Face(
            Box(352, 330, 116, 140),
            2,
            "Lotte",
            "2 Lotte, mag niet op Instagram",
            FaceState.FORBIDDEN,
            "#gezicht-2",
        ),
        Face(Box(592, 240, 116, 140), 3, "Jade", "3 Jade, bedekt", FaceState.COVERED, "#gezicht-3"),
        Face(
            Box(802, 250, 116, 140),
            4,
            "Daan",
            "4 Daan, gekozen",
            FaceState.CERTAIN,
            "#gezicht-4",
            selected=True,
        ),
        Face(Box(990, 300, 60, 72), 5, "Gezicht", "Is dit een gezicht?", FaceState.CANDIDATE, "#gezicht-5"),
    ]


def _moments() -> list[dict[str, Any]]:
    return [
        {
            "title": "Nu meteen",
            "sentence": "Geen nieuwe foto’s van Sami op Instagram.",
            "icon": "hand-fill",
            "now": True,
        },
        {
            "title": "Uiterlijk woensdag 25 november",
            "sentence": "2 foto’s gaan weg. We controleren of ze echt weg zijn.",
            "icon": "link-break",
        },
        {"title": "Daarna", "sentence": "U krijgt bericht als het klaar is.", "icon": "envelope-simple"},
    ]


def sample() -> dict[str, Any]:
    """Data for the examples: people of the fictional school only."""
    return {
        "form": _form(),
        "findings": _findings(),
        "faces": _faces(),
        "photo_src": static("ui/example-photo.svg"),
        "views": [
            {"label": "Origineel", "url": "#origineel", "current": True},
            {"label": "Zoals op Instagram", "url": "#instagram", "current": False},
        ],
        "verdicts": [
            SimpleNamespace(
                name="Website", outcome="toegestaan_mits", url="#website", current=False, word="Mits"
            ),
            SimpleNamespace(name="Instagram", outcome="verboden", url="#instagram", current=True),
            SimpleNamespace(name="Nieuwsbrief", outcome="toegestaan", url="#nieuwsbrief", current=False),
        ],
        "persons": [
            {
                "name": "Lotte Hendriks",
                "detail": "3C",
                "state": "nee",
                "pill": "Niet op Instagram",
                "icon": "instagram-logo-fill",
                "url": "#lotte",
                "chosen": True,
            },
            {"name": "Loïc Smeets", "detail": "3C", "state": "ok", "pill": "Alles", "url": "#loic"},
        ],
        "moments": _moments(),
    }
