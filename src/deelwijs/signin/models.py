from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from deelwijs.people.models import Person, School


class SignInLink(models.Model):
    """A mail that lets somebody in, once and for a short while. Before it is sent there is no token yet.

    Of the token only its hash is kept: who reads this table cannot sign in with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.EmailField()
    origin = models.CharField(max_length=300)  # the address of the house, as the visitor saw it
    next = models.CharField(max_length=500, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 (unique once sent)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class Invitation(models.Model):
    """A code on paper with which one person makes an account, once. Of the code only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    code_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    invited_by = models.UUIDField()  # the person's id; it outlives the person
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(used_at=None, withdrawn_at=None), name="invited_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
