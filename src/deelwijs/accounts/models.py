from __future__ import annotations

import uuid
from importlib import import_module
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Users are found by e-mail address or by sign-in name, whatever the capitals."""

    def create_user(self, email: str | None = None, password: str | None = None) -> User:
        """Make a user; without a password nobody can sign in with one."""
        user = self.model(email=email.strip().lower() if email else None)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        wanted = (username or "").strip().lower()
        # A sign-in name never holds an @, so that nobody can take somebody's address for a name.
        return self.get(email=wanted) if "@" in wanted else self.get(name=wanted)


class User(AbstractBaseUser):
    """A sign-in. Who somebody is at a school stands in ``people.Person``.

    ``email`` is an address that its owner has shown to read; ``name`` is for who has no such address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True, null=True)  # noqa: DJ001 (unique where there is one)
    name = models.CharField(max_length=40, unique=True, null=True)  # noqa: DJ001 (the same)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        return str(self.id)

    def get_username(self) -> str:
        """What this user types to sign in; empty for who needs to type nothing."""
        return self.email or self.name or ""


class Session(AbstractBaseSession):
    """A session that knows whose it is, so that its owner can see and end it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """What reads and writes these rows."""
        # By its name in the settings: the store needs this model.
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store
