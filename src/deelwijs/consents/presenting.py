"""Consent in words: questions as they are asked, answers as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from deelwijs.consents.languages import Language
from deelwijs.consents.selectors import ConsentCard, Question
from deelwijs.core.consent import ConsentState
from deelwijs.core.people import Affiliation
from deelwijs.protocols.models import Channel

_SHOWN = {
    ConsentState.GIVEN: ("ok", "Ja"),
    ConsentState.REFUSED: ("uit", "Nee"),
    ConsentState.WITHDRAWN: ("uit", "Nee"),
    ConsentState.CONFLICT: ("uit", "Nee, nog niet eens"),
    ConsentState.TO_CONFIRM: ("mits", "Bevestig"),
    ConsentState.NOT_ANSWERED: ("mits", "Nog open"),
    ConsentState.NOBODY_TO_ASK: ("uit", "Nee"),
    ConsentState.AGE_UNKNOWN: ("uit", "Nee"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One purpose on one channel, with its answer."""

    purpose: str
    channel: str
    channel_name: str
    icon: str
    tone: str
    word: str
    is_yes: bool
    is_open: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one purpose."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class CardView:
    """A card as it is shown."""

    card: ConsentCard

    @property
    def person_id(self) -> str:
        """Whose card this is."""
        return self.card.person.id

    @property
    def given_name(self) -> str:
        """The name by which the card speaks."""
        return self.card.person.name.given

    @property
    def full_name(self) -> str:
        """The whole name."""
        return self.card.person.name.full

    @property
    def group(self) -> str:
        """The class, when there is one."""
        return self.card.person.groups[0] if self.card.person.groups else ""

    @property
    def alone_from(self) -> date | None:
        """From when the pupil decides, as long as that is not yet so."""
        return self.card.decides_alone_from if not self.card.is_self and self.card.may_decide else None

    @property
    def open_count(self) -> int:
        """How many questions wait for an answer."""
        return len(self.card.open_questions)

    @property
    def open_words(self) -> str:
        """How many questions wait, in words for a button."""
        return "1 vraag" if self.open_count == 1 else f"{self.open_count} vragen"

    @property
    def sections(self) -> list[Section]:
        """The answers, per purpose."""
        by_purpose: dict[str, list[Row]] = {}
        for question in self.card.questions:
            by_purpose.setdefault(question.purpose["naam"], []).append(_row(question))
        return [Section(title, tuple(rows)) for title, rows in by_purpose.items()]


def _row(question: Question) -> Row:
    tone, word = _SHOWN[question.state]
    return Row(
        purpose=question.purpose["id"],
        channel=question.channel.key,
        channel_name=question.channel.name,
        icon=question.channel.icon,
        tone=tone,
        word=word,
        is_yes=question.state is ConsentState.GIVEN,
        is_open=question.state in {ConsentState.NOT_ANSWERED, ConsentState.TO_CONFIRM},
        asked=question.asked,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on the screen, in the language of whoever answers it."""

    language: Language
    text: str
    purpose: str
    channel: str
    channel_name: str
    looks_like: str
    consequences: tuple[tuple[str, str], ...]
    number: int
    total: int
    given_name: str
    group: str
    is_self: bool
    je: bool

    @property
    def words(self) -> dict[str, str]:
        """The phrases around the question, filled in for this person and channel."""
        values = {
            "voornaam": self.given_name,
            "kanaal": self.channel_name,
            "klas": self.group,
            "nummer": self.number,
            "totaal": self.total,
        }
        return {key: self.language.phrase(key, je=self.je, **values) for key in self.language.phrases}

    @property
    def if_no(self) -> str:
        """What a no means: nothing."""
        return self.words["nee_zelf" if self.is_self else "nee_kind"]

    @property
    def stop_title(self) -> str:
        """What is asked on the page to stop."""
        return self.words["stop_titel_zelf" if self.is_self else "stop_titel"]

    @property
    def stop_at_once(self) -> str:
        """What happens at once."""
        return self.words["nu_tekst_zelf" if self.is_self else "nu_tekst"]


def asked(card: ConsentCard, question: Question, language: Language) -> Asked:
    """The question in the words for who reads it: a guardian, a pupil or an employee."""
    purpose, channel = language.purpose(question.purpose), question.channel
    is_pupil = card.person.is_a(Affiliation.PUPIL)
    given_name = card.person.name.given
    words = words_of(
        purpose, channel, language, given_name=given_name, is_self=card.is_self, is_pupil=is_pupil
    )
    return Asked(
        language=language,
        text=words.question,
        purpose=purpose["id"],
        channel=channel.key,
        channel_name=channel.name,
        looks_like=words.looks_like,
        consequences=words.consequences,
        number=card.questions.index(question) + 1,
        total=len(card.questions),
        given_name=given_name,
        group=card.person.groups[0] if card.person.groups else "",
        is_self=card.is_self,
        je=card.is_self and is_pupil,
    )


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """A question as somebody reads it: a guardian, a pupil or an employee."""

    question: str
    looks_like: str
    consequences: tuple[tuple[str, str], ...]


def words_of(
    purpose: Mapping[str, Any],
    channel: Channel,
    language: Language,
    *,
    given_name: str,
    is_self: bool,
    is_pupil: bool,
) -> QuestionWords:
    """The words of a purpose (in this language), of today or of the version that a decision rests on."""
    key = ("vraag_zelf" if is_pupil else "vraag_medewerker") if is_self else "vraag"
    wording = "tekst_je" if is_self and is_pupil else "tekst"
    return QuestionWords(
        question=purpose[key].format(voornaam=given_name, kanaal=language.channel(channel.name)),
        looks_like=purpose["zo_ziet_dat_eruit"],
        consequences=tuple(
            (line["pictogram"], line.get(wording, line["tekst"]))
            for line in purpose["gevolgen"]
            if channel.is_public or not line.get("alleen_openbaar")
        ),
    )


def card_view(card: ConsentCard) -> CardView:
    """A card, ready to be shown."""
    return CardView(card)
