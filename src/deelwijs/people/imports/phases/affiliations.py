"""How people belong to the school: who comes, who goes, and who goes because nobody needs them any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.imports.context import LASTING_LAST, Context, Looked
from deelwijs.people.imports.differences import KINDS, row_name
from deelwijs.people.imports.steps import CHUNK, Step
from deelwijs.people.models import Affiliation, Guardianship

Key = tuple[UUID, str]

_BONDS = "SELECT person, kind, starts, ends FROM bond WHERE here AND person BETWEEN ? AND ?"
_ENDED = "SELECT DISTINCT person, kind FROM role WHERE NOT active AND person BETWEEN ? AND ?"


def steps(context: Context) -> Iterator[Looked]:
    """What becomes of everybody's ties."""
    for page in context.people():
        step = _page(context, page)
        _turn(context, step)
        yield step, len(page)
    if context.is_delta:
        yield from _idle_guardians(context)
    else:
        yield from _missing(context)


def _page(context: Context, page: list[Any]) -> Step[Affiliation]:
    step = Step(Affiliation)
    people = {row["id"]: row for row in page}
    keys = {source_id: UUID(row["pk"]) for source_id, row in people.items()}
    stored = _stored([keys[row["id"]] for row in page if not row["fresh"]])
    wanted = {(keys[row["person"]], row["kind"]): row for row in context.span(_BONDS, page)}
    before = {key[0] for key, known in stored.items() if context.holds(known)}
    for key, row in wanted.items():
        _want(context, step, key, row, stored.get(key), people[row["person"]])
    ending = _ending(context, page, keys, stored, wanted)
    for key in ending:
        step.take(stored[key], {"ends_on": context.last_day})
    stay = {key[0] for key, known in stored.items() if key not in ending and context.lasts(known)}
    stay |= {key[0] for key in wanted}
    for row in page:
        _tell(context, row, {kind for who, kind in ending if who == keys[row["id"]]}, before, stay)
    return step


def _stored(people: Collection[UUID]) -> dict[Key, Affiliation]:
    rows = Affiliation.objects.filter(person_id__in=people).order_by(*LASTING_LAST)
    return {(row.person_id, row.kind): row for row in rows}


def _want(
    context: Context, step: Step[Affiliation], key: Key, row: Any, known: Affiliation | None, who: Any
) -> None:
    if known is None:
        step.new.append(Affiliation(person_id=key[0], kind=key[1], **context.period(row)))
        if not who["fresh"]:
            context.tell(key[0], row_name(who), "changed", f"hoort er nu bij als {KINDS[key[1]]}")
    elif context.begins_anew(known, row):
        step.new.append(Affiliation(person_id=key[0], kind=key[1], **context.period(row, known)))
        context.tell(key[0], row_name(who), "changed", f"komt terug als {KINDS[key[1]]}")
    elif step.take(known, context.period(row, known)):
        context.tell(key[0], row_name(who), "changed", f"andere periode als {KINDS[key[1]]}")


def _ending(
    context: Context, page: list[Any], keys: dict[str, UUID], stored: dict[Key, Affiliation], wanted: Any
) -> list[Key]:
    """The ties that end: a full file does not have them, a file of changes says so."""
    going = [key for key in stored if key not in wanted and context.lasts(stored[key])]
    going = [key for key in going if key[1] in context.kinds]
    if context.is_delta:
        out = {keys[row["id"]] for row in page if not row["active"]}
        ended = {
            (keys[row["person"]], row["kind"]) for row in context.span(_ENDED, page) if row["person"] in keys
        }
        going = [key for key in going if key[0] in out or key in ended]
    return going


def _tell(context: Context, row: Any, ended: set[str], before: set[UUID], stay: set[UUID]) -> None:
    """Who has no tie left is gone; who has, changes."""
    key = UUID(row["pk"])
    words = ", ".join(KINDS[kind] for kind in sorted(ended))
    if ended and key in stay:
        context.tell(key, row_name(row), "changed", f"is geen {words} meer")
    elif key in before and key not in stay:
        context.tell(key, row_name(row), "gone", f"was {words}")


def _turn(context: Context, step: Step[Affiliation]) -> None:
    """Whose ties change may stand differently; and so may the pupils of a guardian who comes or goes."""
    rows = [*step.new, *(row for _, row in step.changed)]
    context.turned |= {row.person_id for row in rows}
    guardians = {row.person_id for row in rows if row.kind == Kind.GUARDIAN}
    wards = Guardianship.objects.filter(guardian_id__in=guardians)
    context.turned |= set(wards.values_list("pupil_id", flat=True))


# --- Who is not in a full file --------------------------------------------------------------------
def _missing(context: Context) -> Iterator[Looked]:
    rows = Affiliation.objects.filter(
        context.lasting, person__school_id=context.school_id, person__source_id__isnull=False,
        kind__in=context.kinds,
    ).select_related("person").order_by("pk")  # fmt: skip
    last = 0
    while page := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = page[-1].pk
        named = context.in_roll({row.person_id for row in page})
        step = _end(context, [row for row in page if row.person_id not in named])
        _turn(context, step)
        yield step, 0


def _end(context: Context, rows: list[Affiliation]) -> Step[Affiliation]:
    step = Step(Affiliation)
    others = Affiliation.objects.filter(context.lasting, person_id__in={row.person_id for row in rows})
    stay = set(others.exclude(kind__in=context.kinds).values_list("person_id", flat=True))
    ended: dict[Any, list[str]] = defaultdict(list)
    for row in rows:
        if context.holds(row):
            ended[row.person].append(KINDS[row.kind])
        step.take(row, {"ends_on": context.last_day})
    for person, kinds in ended.items():
        stays = person.pk in stay
        words = ", ".join(kinds)
        verb, sentence = ("changed", f"is geen {words} meer") if stays else ("gone", f"was {words}")
        context.tell(person.pk, person.name.full, verb, sentence)
    return step


# --- Who cared only for pupils that a file of changes takes out -----------------------------------
def _idle_guardians(context: Context) -> Iterator[Looked]:
    """A guardian without a pupil at the school is none; a full file would not have had them either."""
    for page in context.people("NOT active"):
        leaving = [UUID(row["pk"]) for row in page]
        guardians = Guardianship.objects.filter(pupil_id__in=leaving, guardian__source_id__isnull=False)
        candidates = set(guardians.values_list("guardian_id", flat=True))
        step = _end_idle(context, candidates)
        _turn(context, step)
        yield step, 0


def _end_idle(context: Context, candidates: set[UUID]) -> Step[Affiliation]:
    cares = Guardianship.objects.filter(guardian_id__in=candidates).values_list("guardian_id", "pupil_id")
    wards: dict[UUID, set[UUID]] = defaultdict(set)
    for guardian, pupil in cares:
        wards[guardian].add(pupil)
    everyone = {pupil for pupils in wards.values() for pupil in pupils}
    pupils = Affiliation.objects.filter(context.lasting, person_id__in=everyone, kind="pupil")
    present = set(pupils.values_list("person_id", flat=True)) - _leaving(context, everyone)
    caring = {UUID(row[0]) for row in context.roll.rows(
        "SELECT person.pk FROM care JOIN person ON person.id = care.guardian WHERE person.pk IS NOT NULL"
    )}  # fmt: skip
    idle = {who for who in candidates if not wards[who] & present and who not in caring}
    rows = Affiliation.objects.filter(context.lasting, person_id__in=idle, kind="guardian")
    return _end(context, list(rows.select_related("person")))


def _leaving(context: Context, people: set[UUID]) -> set[UUID]:
    marks = ", ".join("?" * len(people))
    asked = f"SELECT pk FROM person WHERE NOT active AND pk IN ({marks})"
    return {UUID(row["pk"]) for row in context.roll.rows(asked, *map(str, people))}
