"""What every page needs: the school, who is signed in, where they can go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from deelwijs.accounts.roles import Permission, Role
from deelwijs.demo.selectors import demo_people
from deelwijs.people import schools
from deelwijs.people.actor import Actor
from deelwijs.people.selectors import groups_taught
from deelwijs.protocols.handout.selectors import must_confirm
from deelwijs.publications import selectors as publications

_FAMILY = {Role.PUPIL, Role.GUARDIAN}


@dataclass(frozen=True, slots=True)
class NavItem:
    """One place to go. ``count`` is work that waits there."""

    label: str
    icon: str
    url: str
    count: int = 0
    current: bool = False

    @property
    def icon_active(self) -> str:
        """The filled icon, for where the reader is."""
        return f"{self.icon}-fill"


class House:
    """What the templates call ``house``."""

    def __init__(self, request: HttpRequest, actor: Actor | None) -> None:
        self.request = request
        self.actor = actor
        self.demo: bool = settings.DEMO

    @cached_property
    def school(self) -> Any:
        """The school of whoever is signed in."""
        return schools.school_of(self.actor) if self.actor else None

    @property
    def layout(self) -> str:
        """Staff get a rail on a desk; pupils and parents one lane on a phone."""
        staff = self.actor is not None and bool(self.actor.roles - _FAMILY)
        return "ui/staff.html" if staff else "ui/family.html"

    @property
    def je(self) -> bool:
        """Whether the reader is addressed as "je": pupils, and nobody else."""
        return self.actor is not None and self.actor.roles == {Role.PUPIL}

    @property
    def theme_url(self) -> str | None:
        """The stylesheet with the school's own colours."""
        return reverse("people:theme", args=[self.school.slug]) if self.school else None

    @property
    def switch_url(self) -> str | None:
        """Where somebody with several schools goes on as somebody else; nobody else has it."""
        return reverse("people:who") if self.actor and self.actor.can_switch else None

    @property
    def sign_out_url(self) -> str | None:
        """Where the sign-out button posts to."""
        return reverse("signin:sign_out") if self.actor else None

    @property
    def account_url(self) -> str | None:
        """Where the actor sees how they sign in."""
        return reverse("signin:account") if self.actor else None

    @property
    def demo_post_url(self) -> str | None:
        """Where the mails of the demo school can be read; nowhere outside the demo."""
        return reverse("demo:post") if self.demo else None

    @property
    def demo_people(self) -> Iterable[Any]:
        """Who can be tried with one click; nobody outside the demo."""
        return demo_people() if self.demo else ()

    @cached_property
    def nav(self) -> list[NavItem]:
        """Where the actor can go, by permission."""
        if self.actor is None:
            return []
        items = _destinations(self.actor)
        above = [item.url for item in items if self.request.path.startswith(item.url)]
        # Some places lie inside the addresses of another one: the deepest is where the reader is.
        here = max(above, key=len, default="")
        return [replace(item, current=item.url == here) for item in items]


def _destinations(actor: Actor) -> list[NavItem]:
    items = []
    if actor.may(Permission.SEE_BOARD) and actor.board_id:
        items.append(NavItem("Scholen", "buildings", reverse("board:overview")))
    if actor.may(Permission.WRITE_PUBLICATION):
        waiting, going = publications.open_work(actor)
        items.append(NavItem("Publiceren", "paper-plane-tilt", reverse("publications:desk"), waiting))
        items.append(NavItem("Weghalen", "link-break", reverse("publications:takedowns"), going))
    if actor.may(Permission.SEE_CONSENTS) or (
        actor.may(Permission.SEE_CLASS_LISTS) and groups_taught(actor, timezone.localdate())
    ):
        items.append(NavItem("Toestemming", "check-square", reverse("consents:overview")))
    if actor.may(Permission.SEE_PEOPLE):
        items.append(NavItem("Mensen", "users", reverse("people:people")))
    if actor.may(Permission.MANAGE_SIGN_IN):
        items.append(NavItem("Inloggen beheren", "gear", reverse("signin:admin")))
    if actor.may(Permission.DECIDE_CONSENT):
        label = "Mijn toestemming" if items else "Toestemming"
        items.append(NavItem(label, "identification-card", reverse("consents:mine")))
    items.append(NavItem("Mag dit?", "seal-question", reverse("advice:mine")))
    if actor.may(Permission.READ_PROTOCOL):
        to_confirm = int(must_confirm(actor, timezone.localdate()))
        items.append(NavItem("Protocol", "book-open-text", reverse("protocols:protocol"), to_confirm))
    if actor.may(Permission.SEE_LEDGER):
        items.append(NavItem("Logboek", "scroll", reverse("accountability:ledger")))
    return items


def house(request: HttpRequest) -> dict[str, House]:
    """The context processor; nothing is looked up until a template asks."""
    return {"house": House(request, getattr(request, "actor", None))}
