from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deelwijs.accounts.roles import Permission, Role
from deelwijs.consents.checking import Use, states
from deelwijs.core.consent import ConsentState, decides_alone
from deelwijs.core.people import Affiliation, Person, age_on
from deelwijs.core.publication import PURPOSE_IMAGE
from deelwijs.people.actor import Actor
from deelwijs.people.selectors import groups_taught, roster
from deelwijs.protocols.models import Channel
from deelwijs.protocols.selectors import channels, in_force

Known = dict[str, tuple[str, ...]]

_ROLES = {
    Role.PUPIL: "leerling",
    Role.GUARDIAN: "ouder",
    Role.EMPLOYEE: "medewerker",
    Role.SCHOOL_LEADERSHIP: "schoolleiding",  # for decisions of the school, beside being an employee
    Role.BOARD: "bestuur",
}
# A school's own account is social media; what stands behind a sign-in is not (A5).
_CHANNEL = {True: "schoolaccount", False: "mail"}


def known_about(actor: Actor | None) -> Known:
    """What the registers know of whoever asks: the role, when there is only one it can be."""
    roles = own_roles(actor).get("rol", frozenset())
    return {"rol": tuple(roles)} if len(roles) == 1 else {}


def own_roles(actor: Actor | None) -> dict[str, frozenset[str]]:
    """What somebody can be who is signed in; nothing is known of who is not."""
    roles = frozenset(word for role, word in _ROLES.items() if actor and role in actor.roles)
    return {"rol": roles} if roles else {}


@dataclass(frozen=True, slots=True)
class ClassChoice:
    """For "a photo of my class": the classes and channels to choose from."""

    groups: tuple[str, ...]
    channels: tuple[Channel, ...]


def class_choice(actor: Actor | None, day: date) -> ClassChoice | None:
    """The classes about which the actor may ask: those they teach, or all for who sees consents."""
    if actor is None or Role.EMPLOYEE not in actor.roles:
        return None
    if actor.may(Permission.SEE_CONSENTS):
        groups = tuple(sorted({code for person in roster(actor.school_id, day) for code in person.groups}))
    else:
        groups = groups_taught(actor, day)
    return ClassChoice(groups, tuple(channels(actor))) if groups else None


def known_about_class(actor: Actor, group: str, channel_key: str, day: date) -> Known:
    """What the registers know of a photo of a whole class on a channel: who is in it, the youngest, and
    what stands on consent. Nothing about one pupil can be read from it. Empty when it is not theirs to ask.
    """
    choice = class_choice(actor, day)
    if choice is None or group not in choice.groups:
        return {}
    channel = next((one for one in choice.channels if one.key == channel_key), None)
    pupils = [person for person in roster(actor.school_id, day) if _is_pupil_of(person, group)]
    if channel is None or not pupils:
        return {}
    rules = in_force(actor.school_id, day).consent_rules
    use = Use(actor.school_id, PURPOSE_IMAGE, channel_key)
    given = states(use, [UUID(pupil.id) for pupil in pupils], day, rules).values()
    ages = [age_on(pupil.birth_date, day) for pupil in pupils if pupil.birth_date]
    alone = {bool(decides_alone(pupil, day, rules)) for pupil in pupils}
    known: Known = {
        "rol": ("medewerker",),
        "hoedanigheid": ("werk",),
        "handeling": ("publiceren",),
        "verband_met_school": ("ja",),
        "kanaal": (_CHANNEL[channel.is_public],),
        "afgebeelden": ("leerling",),
        "toestemming": (_together(given),),
        "toestemming_dekt_kanaal": ("ja",),
    }
    if len(ages) == len(pupils):
        known["jongste_leeftijd"] = (str(min(ages)),)
    if len(alone) == 1:
        known["toestemming_door"] = ("zelf" if alone.pop() else "ouder",)
    return known


def _is_pupil_of(person: Person, group: str) -> bool:
    return person.is_a(Affiliation.PUPIL) and group in person.groups


def _together(given: Collection[ConsentState]) -> str:
    """What a whole class's consents come to, in the words of the vocabulary."""
    allowed = [state is ConsentState.GIVEN for state in given]
    if all(allowed):
        return "schriftelijk"
    if any(allowed):
        return "deels"
    return "tegenstrijdig" if ConsentState.CONFLICT in given else "geen"
