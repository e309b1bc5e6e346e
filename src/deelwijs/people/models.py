from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from deelwijs.accounts.roles import Role
from deelwijs.core.people import Affiliation as AffiliationKind
from deelwijs.core.people import Name
from deelwijs.core.period import Period
from deelwijs.people import import_models  # noqa: F401 (so that Django knows them)


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
    # The last day whose birthdays, leavers and changes of custody have worked through.
    settled_on = models.DateField(null=True, blank=True)

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
    language = models.CharField(max_length=10, default="nl")  # of letters and of questions for consent
    died_on = models.DateField(null=True, blank=True)

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


class Dated(models.Model):
    """A row that holds during a period: both ends belong to it, and either may be open.

    Rows about one thing follow each other: a change closes one and begins the next (``people.periods``), so
    that any day in the past can still be asked about. At most one of them is open at the end.
    """

    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)  # the last day

    class Meta:
        abstract = True

    @property
    def period(self) -> Period:
        """The days on which the row holds."""
        return Period(self.starts_on, self.ends_on)


def one_open(name: str, *fields: str) -> models.UniqueConstraint:
    """Of several periods of one thing at most one is open at the end."""
    return models.UniqueConstraint(fields=fields, condition=Q(ends_on=None), name=name)


class Affiliation(Dated):
    """How a person belongs to the school, and from when until when. Who comes back gets a second row."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.name) for kind in AffiliationKind])
    ended_by_hand = models.BooleanField(default=False)  # a person said so: no file takes that back

    class Meta:
        constraints = [one_open("affiliation_one_open", "person", "kind")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class RoleAssignment(models.Model):
    """A role at one school beyond the affiliation: communications, school leadership, counsellor...

    Who acts for the board is in ``BoardMember``: no school gives power over the board's other schools.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=40, choices=[(role.value, role.label) for role in Role])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "role"], name="role_once"),
            models.CheckConstraint(
                condition=~Q(role=Role.BOARD.value), name="the_board_appoints_its_members"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class BoardMember(Dated):
    """Somebody who acts for the board, for all of its schools. The person is known at one of them."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="board_seats")

    class Meta:
        constraints = [one_open("board_member_one_open", "board", "person")]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.board_id}"


# --- Families -----------------------------------------------------------------------------------
class Guardianship(Dated):
    """Who cares for which pupil, and whether with custody (gezag): who may decide for the pupil.

    A change of custody is a new row from its day on.
    """

    guardian = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="wards")
    pupil = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="guardianships")
    has_custody = models.BooleanField(default=True)
    contact_order = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            one_open("guardianship_one_open", "guardian", "pupil"),
            models.CheckConstraint(condition=~Q(guardian=F("pupil")), name="guardian_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} for {self.pupil_id}"


class Address(Dated):
    """Where somebody lives, from when until when. Read it through ``family_selectors`` only."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    street = models.CharField(max_length=120)
    number = models.CharField(max_length=20)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80)
    country = models.CharField(max_length=60, blank=True)  # empty: the Netherlands

    class Meta:
        constraints = [one_open("address_one_open", "person")]

    def __str__(self) -> str:
        return str(self.pk)


class AddressSecrecy(models.Model):
    """One person may not know where another lives. It has no end date: somebody lifts it, or it stays."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="secrets")
    kept_from = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="kept_out_of")
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kept_from"], name="secrecy_once"),
            models.CheckConstraint(condition=~Q(person=F("kept_from")), name="secret_from_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} from {self.kept_from_id}"


# --- Work ---------------------------------------------------------------------------------------
class Position(Dated):
    """What an employee does, and to whom they answer: a manager, or (the head of a school) the board.

    Recorded by hand. Where it names a function, that goes before what a file says.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="positions")
    function = models.CharField(max_length=100, blank=True)
    manager = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="manages"
    )
    answers_to_board = models.BooleanField(default=False)

    class Meta:
        constraints = [
            one_open("position_one_open", "person"),
            models.CheckConstraint(condition=~Q(person=F("manager")), name="nobody_manages_themselves"),
            models.CheckConstraint(
                condition=Q(manager=None) | Q(answers_to_board=False), name="a_manager_or_the_board"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Absence(Dated):
    """When an employee is away, and who stands in. The reason is nobody's business here."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    substitute = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="stands_in"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("substitute")), name="nobody_replaces_themselves"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


# --- Classes ------------------------------------------------------------------------------------
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


class Enrolment(Dated):
    """A person in a class, as a pupil or as a teacher, during a period. Who returns gets a second row."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="enrolments")
    is_teacher = models.BooleanField(default=False)

    class Meta:
        constraints = [one_open("enrolment_one_open", "group", "person", "is_teacher")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.group_id}"
