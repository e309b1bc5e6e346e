from __future__ import annotations

from datetime import date

from django import forms

from deelwijs.consents.languages import Language
from deelwijs.core.consent import Answer


def _yes_no(language: Language) -> list[tuple[str, str]]:
    return [(Answer.YES.value, language.phrase("ja")), (Answer.NO.value, language.phrase("nee"))]


class AnswerForm(forms.Form):
    """One question. Nothing is ticked beforehand (GDPR recital 32)."""

    answer = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, language: Language, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["answer"] = forms.ChoiceField(
            label=language.phrase("keuze"),
            choices=_yes_no(language),
            widget=forms.RadioSelect,
            error_messages={"required": language.phrase("kies")},
        )


class AllAnswersForm(forms.Form):
    """Every question on one page; what is left open stays open."""

    def __init__(self, questions: list[tuple[str, str]], language: Language, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for key, label in questions:
            self.fields[key] = forms.ChoiceField(
                label=label, choices=_yes_no(language), widget=forms.RadioSelect, required=False
            )


class RegisterForm(forms.Form):
    """On which day a list is looked at; today unless given."""

    op = forms.DateField(
        label="Op welke dag",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "invalid": "Dit is geen datum. Schrijf bijvoorbeeld 3-3-2026. Hieronder staat vandaag."
        },
    )

    @property
    def day(self) -> date | None:
        """The chosen day, or None when there is none or it is no date."""
        chosen: date | None = self.cleaned_data.get("op") if self.is_valid() else None
        return chosen
