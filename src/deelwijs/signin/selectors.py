"""What the pages about an account show."""

from __future__ import annotations

from dataclasses import dataclass

from deelwijs.accounts.factors import Factors, factors_of
from deelwijs.accounts.models import User
from deelwijs.accounts.visits import Visit, visits_of


@dataclass(frozen=True, slots=True)
class AccountPage:
    """How somebody signs in, and where they are signed in now."""

    username: str
    has_password: bool
    factors: Factors
    here: Visit | None
    elsewhere: tuple[Visit, ...]


def account_page(user: User, here: Visit | None) -> AccountPage:
    """A user's own account."""
    return AccountPage(
        username=user.get_username(),
        has_password=user.has_usable_password(),
        factors=factors_of(user),
        here=here,
        elsewhere=tuple(visit for visit in visits_of(user) if here is None or visit.id != here.id),
    )
