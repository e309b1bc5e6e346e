from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from deelwijs.accounts.roles import Role
from deelwijs.core.people import Affiliation as AffiliationKind
from deelwijs.core.people import Name


class Board(models.Model):
    """The competent authority (bevoegd gezag) over one or more schools; legally the controller."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """One school with its own name, colours and people. Its id is the tenant of every row of the school."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="schools")
    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    org_id = models.CharField(max_length=100, blank=True)  # BRIN or the source's own id for the school
    aliases = models.JSONField(default=list)
    city = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email_domain = models.CharField(max_length=200, blank=True)
    colour = models.CharField(max_length=7, default="#1D3F7A")
    accent = models.CharField(max_length=7, default="#FFB81C")

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """A member of one school's community. Somebody with two schools is a person at each of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="people")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    source_id = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 (unique where known)
    given_name = models.CharField(max_length=100)
    infix = models.CharField(max_length=40, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    initials = models.CharField(max_length=40, blank=True)
    nicknames = models.JSONField(default=list, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    email = models.EmailField(blank=True)
    student_number = models.CharField(max_length=40, blank=True)
    staff_code = models.CharField(max_length=20, blank=True)
    function = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "source_id"], name="person_once_per_source"),
        ]
        indexes = [models.Index(fields=["school", "family_name", "given_name"])]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def name(self) -> Name:
        """The name in its parts."""
        return Name(self.given_name, self.infix, self.family_name, self.initials, tuple(self.nicknames))

    @property
    def letters(self) -> str:
        """One or two letters to show where a portrait would stand."""
        return "".join(word[0] for word in self.name.full.split()[:2]).upper()


class Affiliation(models.Model):
    """How a person belongs to the school, and from when until when."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.name) for kind in AffiliationKind])
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)  # the last day

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="affiliation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class RoleAssignment(models.Model):
    """A role beyond the affiliation: communications, school leadership, counsellor..."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=40, choices=[(role.value, role.label) for role in Role])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "role"], name="role_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Guardianship(models.Model):
    """Who cares for which pupil, and who may decide for the pupil (custody, gezag)."""

    guardian = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="wards")
    pupil = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="guardianships")
    has_custody = models.BooleanField(default=True)
    contact_order = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guardian", "pupil"], name="guardianship_once"),
            models.CheckConstraint(condition=~Q(guardian=F("pupil")), name="guardian_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} for {self.pupil_id}"


class Group(models.Model):
    """A class: a fixed class (homeroom) or a course group."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="groups")
    source_id = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 (unique where known)
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    is_homeroom = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "source_id"], name="group_once_per_source"),
        ]

    def __str__(self) -> str:
        return self.code


class Enrolment(models.Model):
    """A person in a class, as a pupil or as a teacher, from when until when."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="enrolments")
    is_teacher = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)  # the last day

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person", "is_teacher"], name="enrolment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.group_id}"
