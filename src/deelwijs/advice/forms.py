from __future__ import annotations

from collections.abc import Iterator, Sequence

from django import forms

from deelwijs.advice.answering import NOBODY, Question
from deelwijs.advice.interview import UNKNOWN
from deelwijs.core.norms import Answer, Fact, FactType

_DOUBT = "twijfel"
_FEW, _SHORT = 4, 14  # answers, and letters in each: these fit beside each other on a phone
_LEAVE_EMPTY = {True: "Weet je het niet? Laat dit dan leeg.", False: "Weet u het niet? Laat dit dan leeg."}


class ScreenForm(forms.Form):
    """The questions of one screen. It is sent with GET: the address is the interview.

    The hidden ``stap`` says which facts this screen asked, so that one left open is noticed and the reader
    can go back a screen.
    """

    use_required_attribute = False

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, str]]:
        """Each question with the shape of its answers: short ones side by side, and tight when there are
        more questions on the screen."""
        several = len(self.fields) > 1
        for bound in self:
            labels = [str(label) for _, label in getattr(bound.field, "choices", ())]
            short = labels and len(labels) <= _FEW and max(map(len, labels)) <= _SHORT
            yield bound, "short" if short else "tight" if several else "cards"

    def __init__(self, questions: Sequence[Question], *, je: bool, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.step = ".".join(question.fact.name for question in questions)
        for question in questions:
            self.fields[question.fact.name] = _field(question.fact, question.answers, je=je)


def _field(fact: Fact, offered: Sequence[Answer], *, je: bool) -> forms.Field:
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
                choices=[*((one.value, one.label) for one in offered), (NOBODY, "Niemand")],
                widget=forms.CheckboxSelectMultiple,
                error_messages=required,
            )
        case FactType.NUMBER:
            return forms.IntegerField(
                label=question,
                help_text=help_text or _LEAVE_EMPTY[je],
                min_value=fact.minimum,
                max_value=fact.maximum or None,
                error_messages={"required": "Vul een getal in.", "invalid": "Vul een getal in."},
            )
        case FactType.DATE:
            return forms.DateField(
                label=question,
                help_text=help_text or _LEAVE_EMPTY[je],
                widget=forms.DateInput(attrs={"type": "date"}),
                error_messages={"required": "Vul een datum in.", "invalid": "Dit is geen datum."},
            )
    answers = [(one.value, one.label) for one in offered]
    if _DOUBT not in dict(answers) and not fact.fixed:
        answers.append((UNKNOWN, "Weet ik niet"))
    return forms.ChoiceField(
        label=question,
        help_text=help_text,
        choices=answers,
        widget=forms.RadioSelect,
        error_messages=required,
    )
