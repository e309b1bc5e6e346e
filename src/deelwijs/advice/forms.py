from __future__ import annotations

from collections.abc import Sequence

from django import forms

from deelwijs.advice.answering import NOBODY
from deelwijs.advice.interview import UNKNOWN
from deelwijs.core.norms import Fact, FactType

_DOUBT = "twijfel"


class ScreenForm(forms.Form):
    """The questions of one screen. It is sent with GET: the address is the interview.

    The hidden ``stap`` says which facts this screen asked, so that one left open is noticed and the reader
    can go back a screen.
    """

    use_required_attribute = False

    def __init__(self, facts: Sequence[Fact], *, je: bool, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.step = ".".join(fact.name for fact in facts)
        for fact in facts:
            self.fields[fact.name] = _field(fact, je=je)


def _field(fact: Fact, *, je: bool) -> forms.Field:
    question = fact.question_je if je else fact.question
    help_text = fact.help_je if je else fact.help
    required = {
        "required": "Kies een antwoord. Weet je het niet? Kies dat dan."
        if je
        else "Kies een antwoord. Weet u het niet? Kies dat dan."
    }
    match fact.type:
        case FactType.LIST:
            return forms.MultipleChoiceField(
                label=question,
                help_text=help_text or "Meer antwoorden mogen.",
                choices=[*((one.value, one.label) for one in fact.answers), (NOBODY, "Niemand")],
                widget=forms.CheckboxSelectMultiple,
                error_messages=required,
            )
        case FactType.NUMBER:
            return forms.IntegerField(
                label=question,
                help_text=help_text,
                min_value=fact.minimum,
                max_value=fact.maximum or None,
                error_messages={"required": "Vul een getal in.", "invalid": "Vul een getal in."},
            )
        case FactType.DATE:
            return forms.DateField(
                label=question,
                help_text=help_text,
                widget=forms.DateInput(attrs={"type": "date"}),
                error_messages={"required": "Vul een datum in.", "invalid": "Dit is geen datum."},
            )
    answers = [(one.value, one.label) for one in fact.answers]
    if _DOUBT not in dict(answers) and not fact.fixed:
        answers.append((UNKNOWN, "Weet ik niet"))
    return forms.ChoiceField(
        label=question,
        help_text=help_text,
        choices=answers,
        widget=forms.RadioSelect,
        error_messages=required,
    )
