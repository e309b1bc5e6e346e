from __future__ import annotations

from django import forms

from deelwijs.core.consent import Answer

YES_NO = [(Answer.YES.value, "Ja"), (Answer.NO.value, "Nee")]


class AnswerForm(forms.Form):
    """One question. Nothing is ticked beforehand (GDPR recital 32)."""

    answer = forms.ChoiceField(
        label="Uw antwoord",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies ja of nee. Of beslis later."},
    )


class AllAnswersForm(forms.Form):
    """Every question on one page; what is left open stays open."""

    def __init__(self, questions: list[tuple[str, str]], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for key, label in questions:
            self.fields[key] = forms.ChoiceField(
                label=label, choices=YES_NO, widget=forms.RadioSelect, required=False
            )
