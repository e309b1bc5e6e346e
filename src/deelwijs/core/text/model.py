"""What the text check takes in and gives back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deelwijs.core.finding import Span


class MatchKind(StrEnum):
    """What a piece of text gives away."""

    PERSON = "person"
    CLASS_PERSON = "class_person"
    STUDENT_NUMBER = "student_number"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    POSTCODE = "postcode"
    BSN = "bsn"
    IBAN = "iban"
    DOB = "dob"
    SPECIAL_HEALTH = "special_health"
    SPECIAL_RELIGION = "special_religion"
    SPECIAL_OTHER = "special_other"
    LICENSE_PLATE = "license_plate"
    HANDLE = "handle"
    LOCATION = "location"

    @property
    def is_special(self) -> bool:
        """Whether it is a special category of data (GDPR article 9)."""
        return self in {MatchKind.SPECIAL_HEALTH, MatchKind.SPECIAL_RELIGION, MatchKind.SPECIAL_OTHER}


class AuthorRole(StrEnum):
    """As whom somebody writes."""

    PUPIL = "pupil"
    GUARDIAN = "guardian"
    EMPLOYEE = "employee"
    SCHOOL = "school"
    OTHER = "other"


class Setting(StrEnum):
    """Whether the post is part of the author's work."""

    WORK = "work"
    PRIVATE = "private"


class ChannelKind(StrEnum):
    """Where the text will stand: it decides how much small letters and signatures mean."""

    CHAT = "chat"
    INTERNAL = "internal"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class AuthorContext:
    """Who writes, in what capacity and where."""

    person_id: str | None = None
    role: AuthorRole = AuthorRole.OTHER
    setting: Setting = Setting.WORK
    channel: ChannelKind = ChannelKind.PUBLIC


@dataclass(frozen=True, slots=True)
class SchoolNames:
    """The school's own data. None of it is ever a finding."""

    name: str
    aliases: tuple[str, ...] = ()
    address: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email_domain: str = ""
    generic_emails: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    iban: str = ""


@dataclass(frozen=True, slots=True)
class TextMatch:
    """A piece of text that may give somebody away.

    ``candidates`` are ids of people in the roster, the likeliest first; empty when nobody is known.
    ``certain`` says whether the author is told ("sure") or asked ("ask").
    ``suggestion`` is what may stand there instead; empty to leave the words out, None without advice.
    """

    span: Span
    kind: MatchKind
    candidates: tuple[str, ...] = ()
    certain: bool = True
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What the author says of the own position (protocol B2, C3, C4)."""

    employee: bool = False
    function: bool = False
    opinion: bool = False


@dataclass(frozen=True, slots=True)
class TextCheck:
    """Everything found in one text, in reading order.

    ``review`` names reasons to let a human read it first ("threat", "bullying"). It is a hint: much
    group hate goes unseen, and irony is seen as meant.
    """

    matches: tuple[TextMatch, ...] = ()
    disclosure: Disclosure = Disclosure()
    review: tuple[str, ...] = ()
