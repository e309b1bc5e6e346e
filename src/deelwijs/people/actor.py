"""Who is doing this: the signed-in person at one school, with roles. Selectors and actions ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied

from deelwijs.accounts.roles import Permission, Role, awaiting_second_factor, permissions_of

# Stands in the ledger for whoever works at the server's command line.
OPERATOR_ID = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person at one school on one day's roles. ``board_id`` is of who acts for the board.

    ``withheld`` is what the roles give, but only after a second factor that was not shown yet.
    """

    person_id: UUID
    school_id: UUID
    name: str
    roles: frozenset[Role]
    letters: str = ""
    can_switch: bool = False
    board_id: UUID | None = None
    withheld: frozenset[Permission] = frozenset()

    @property
    def roles_label(self) -> str:
        """The roles on screen: what somebody does at the school before how somebody belongs to it."""
        special = self.roles - {Role.PUPIL, Role.GUARDIAN, Role.EMPLOYEE}
        shown = special or self.roles
        return ", ".join(role.label for role in Role if role in shown)

    @property
    def needs_second_factor(self) -> bool:
        """Whether a role gives something that is open only after a second factor."""
        return bool(awaiting_second_factor(self.roles))

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles gives this permission, now."""
        return permission in permissions_of(self.roles) and permission not in self.withheld

    def require(self, permission: Permission) -> None:
        """Refuse what no role allows.

        Raises:
            PermissionDenied: when the actor lacks the permission.
        """
        if not self.may(permission):
            raise PermissionDenied(permission.value)
