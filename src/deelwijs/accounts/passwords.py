"""Choosing a password."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from deelwijs.accounts.models import User
from deelwijs.accounts.names import new_name


@transaction.atomic
def choose_password(*, user: User, password: str) -> None:
    """Give an account this password; an account without an address gets a name to type along with it.

    Raises:
        ValidationError: when the password is too short, or one that everybody tries first.
    """
    validate_password(password, user)
    user.set_password(password)
    if not user.get_username():
        user.name = new_name()
    user.save(update_fields=["password", "name"])
