from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict

from deelwijs.core.drafting import OwnArticle, OwnRule, RuleKind, Wording
from deelwijs.core.norms import named_in
from deelwijs.protocols.contents import Part, ReadingChoice, Setting
from deelwijs.protocols.drafts.kit import Offer
from deelwijs.protocols.drafts.selectors import Origin
from deelwijs.ui.choices import Choice

_TEXT_LENGTH = 8000
_LINE_LENGTH = 200


class StartForm(forms.Form):
    """What a working version is begun from."""

    origin = forms.ChoiceField(
        label="Waar begint u mee?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waar u mee begint.", "invalid_choice": "Kies er een uit de lijst."},
    )

    def __init__(self, origins: Iterable[Origin], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {origin.key: origin for origin in origins}
        field = cast("forms.ChoiceField", self.fields["origin"])
        field.choices = [(one.key, Choice(one.name, hint=one.hint)) for one in self.by_key.values()]
        field.initial = next(iter(self.by_key), None)

    @property
    def origin_chosen(self) -> Origin:
        """The chosen origin."""
        return self.by_key[self.cleaned_data["origin"]]


class SeenForm(forms.Form):
    """Carries the mark of what was on the screen; see ``marks``."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def show_again(self, mark: str) -> None:
        """Keep what was typed, and let it be sent once more by who has now seen what the other wrote."""
        data = cast("QueryDict", self.data).copy()  # what came in cannot be changed
        data[self.add_prefix("seen")] = mark
        self.data = data


class SettingForm(SeenForm):
    """Another value for one setting. The prefix is its name, as a page holds many."""

    def __init__(self, setting: Setting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": setting.name})
        self.setting = setting
        if isinstance(setting.own, int):
            low, high = setting.minimum, setting.maximum
            limits = f"Kies een getal van {low} tot en met {high}."
            self.fields["value"] = forms.IntegerField(
                label=setting.question,
                min_value=low,
                max_value=high,
                initial=setting.value,
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), limits),
            )
        else:
            self.fields["value"] = forms.CharField(
                label=setting.question,
                max_length=_LINE_LENGTH,
                initial=setting.value,
                error_messages={"required": "Vul hier iets in."},
            )


class ReadingForm(SeenForm):
    """How the school reads one article. The prefix is the name of the reading."""

    def __init__(self, reading: ReadingChoice, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": reading.name})
        self.reading = reading
        usual = "Zo leest het model het."
        self.fields["choice"] = forms.ChoiceField(
            label=reading.question,
            widget=forms.RadioSelect,
            initial=reading.chosen,
            choices=[
                (key, Choice(words, hint=usual if key == reading.default else ""))
                for key, words in reading.choices.items()
            ],
            error_messages={"required": "Kies hoe uw school dit leest."},
        )


# --- Articles ---------------------------------------------------------------------------------------
def _text(label: str, help_text: str, *, rows: int, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": "Dit mag niet leeg zijn."},
    )


class WordingForm(forms.Form):
    """What an article says, and what that means for its readers."""

    title = forms.CharField(label="Titel", max_length=100, error_messages={"required": "Geef een titel."})
    text = _text("Tekst van het artikel", "", rows=6)
    for_pupils = _text("Uitleg voor leerlingen", "Spreek leerlingen aan met je.", rows=3, required=False)
    explanation = _text("Uitleg voor ouders en medewerkers", "Spreek hen aan met u.", rows=3, required=False)

    def __init__(self, parameters: Mapping[str, str | int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parameters = parameters

    def clean(self) -> dict[str, Any] | None:
        """Refuse names between braces that are no setting: nothing would ever be filled in there."""
        for name, value in list(self.cleaned_data.items()):
            strange = [word for word in named_in(str(value)) if word not in self.parameters]
            if strange:
                known = ", ".join(f"{{{word}}}" for word in self.parameters)
                self.add_error(
                    name,
                    f"{{{strange[0]}}} is geen instelling. Schrijf de woorden zelf, of kies uit {known}.",
                )
        return super().clean()

    def wording(self) -> Wording:
        """The words."""
        names = ("title", "text", "for_pupils", "explanation")
        # A browser ends the lines of a text area in its own way.
        return Wording(**{name: self.cleaned_data[name].replace("\r\n", "\n") for name in names})


class ArticleForm(SeenForm, WordingForm):
    """Other words for an article of the model."""


_KINDS = (
    ("", Choice("Geen regel", hint="Het artikel is alleen tekst.")),
    (RuleKind.FORBIDDEN.value, Choice("Dit mag niet")),
    (RuleKind.CONSULT.value, Choice("Dit mag na overleg", hint="Iemand praat er eerst over.")),
    (RuleKind.ONLY_IF.value, Choice("Dit mag, mits", hint="Iemand moet er iets voor doen.")),
    (
        RuleKind.REMINDER.value,
        Choice("Goed om te weten", hint="Een herinnering; het antwoord blijft gelijk."),
    ),
)


class RuleForm(WordingForm):
    """An article of the school's own, with one rule or none."""

    kind = forms.ChoiceField(
        label="Wat doet dit artikel?", required=False, widget=forms.RadioSelect, choices=_KINDS
    )
    act = forms.ChoiceField(label="Wat iemand doet", error_messages={"required": "Kies wat iemand doet."})
    who = forms.MultipleChoiceField(
        label="Wie dat doet", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Kruist u niets aan, dan geldt het voor iedereen.",
    )  # fmt: skip
    where = forms.MultipleChoiceField(
        label="Waar", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Kruist u niets aan, dan geldt het overal.",
    )  # fmt: skip
    about = forms.MultipleChoiceField(
        label="Over wie, of met wie", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Kruist u niets aan, dan maakt dat niet uit.",
    )  # fmt: skip
    only_if = forms.ChoiceField(
        label="Wat iemand daarvoor doet", required=False, help_text="Nodig bij «Dit mag, mits».",
        error_messages={"required": "Kies wat daarvoor nodig is."},
    )  # fmt: skip
    sentence = forms.CharField(
        label="De regel in één zin", max_length=_LINE_LENGTH,
        help_text="Deze zin staat in het antwoord van «Mag dit?».",
        error_messages={"required": "Schrijf de regel in één zin."},
    )  # fmt: skip
    advice = forms.CharField(
        label="Wat kan iemand dan wel doen?", required=False, max_length=_LINE_LENGTH,
        help_text="Nodig bij «Dit mag niet». Een nee zonder uitweg helpt niemand.",
        error_messages={"required": "Zeg wat iemand dan wel kan doen."},
    )  # fmt: skip

    def __init__(self, offer: Offer, parameters: Mapping[str, str | int], *args: Any, **kwargs: Any) -> None:
        super().__init__(parameters, *args, **kwargs)
        self.offer = offer
        options = {
            "act": [("", "Kies wat iemand doet"), *offer.acts],
            "only_if": [("", "Kies wat daarvoor nodig is"), *offer.only_if],
            "who": offer.who,
            "where": offer.where,
            "about": offer.about,
        }
        for name, choices in options.items():
            cast("forms.ChoiceField", self.fields[name]).choices = choices
        if self.is_bound:
            self._require(self.data.get("kind", ""))

    def _require(self, kind: str) -> None:
        """Ask for what a rule of this kind needs; without a rule for nothing."""
        self.fields["act"].required = self.fields["sentence"].required = bool(kind)
        self.fields["only_if"].required = kind == RuleKind.ONLY_IF
        self.fields["advice"].required = kind == RuleKind.FORBIDDEN

    def clean(self) -> dict[str, Any] | None:
        """Nobody can be asked whom it is about where that is no question."""
        given = super().clean() or self.cleaned_data
        if given.get("about") and given.get("act") and given["act"] not in self.offer.kit.about:
            self.add_error("about", "Bij deze handeling vragen we niet over wie het gaat. Laat dit leeg.")
        return given

    def own_article(self) -> OwnArticle:
        """The article, with its rule if it has one."""
        given = self.cleaned_data
        if not given["kind"]:
            return OwnArticle(self.wording())
        kind = RuleKind(given["kind"])
        rule = OwnRule(
            kind=kind,
            act=given["act"],
            sentence=given["sentence"],
            who=tuple(given["who"]),
            where=tuple(given["where"]),
            about=tuple(given["about"]),
            only_if=given["only_if"] if kind is RuleKind.ONLY_IF else "",
            advice=given["advice"],
        )
        return OwnArticle(self.wording(), rule)


class NewArticleForm(RuleForm):
    """One more article of the school's own, and the part in which it stands."""

    part = forms.ChoiceField(label="In welk deel", error_messages={"required": "Kies een deel."})

    def __init__(self, places: Iterable[Part], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["part"])
        field.choices = [("", "Kies een deel"), *((part.id, f"{part.id} · {part.title}") for part in places)]


class OwnArticleForm(SeenForm, RuleForm):
    """Other words and another rule for an article of the school's own."""


def words_of(wording: Wording) -> dict[str, Any]:
    """An article's words as a form shows them."""
    return {name: getattr(wording, name) for name in ("title", "text", "for_pupils", "explanation")}


def rule_of(rule: OwnRule | None) -> dict[str, Any]:
    """A rule as the form shows it."""
    if rule is None:
        return {}
    names = ("act", "sentence", "who", "where", "about", "only_if", "advice")
    return {"kind": rule.kind.value, **{name: getattr(rule, name) for name in names}}
