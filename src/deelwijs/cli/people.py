"""``deelwijs people``: people out of the school's administration, without a browser."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from deelwijs.cli.environment import start_django
from deelwijs.people.importers.columns import field_choices, field_named
from deelwijs.people.importers.lists import Choices
from deelwijs.people.importers.narrowing import narrow
from deelwijs.people.importers.reading import read_into
from deelwijs.people.importers.roll import Roll
from deelwijs.people.importers.summary import Counts, summarise

# The bands in which pupils are counted. Who decides at which age stands in the school's protocol.
_BANDS = (16, 18)
_WORDS = {
    "pupils_active": "leerlingen",
    "staff": "medewerkers",
    "guardians": "ouders en verzorgers",
    "guardians_without_email": "ouders en verzorgers zonder e-mailadres",
    "classes": "klassen en groepen",
    "no_guardian": "leerlingen zonder ouder of verzorger",
    "tobedeleted": "mensen die uit het bestand gaan",
}
# Of thousands of the same problem the first ones say what is wrong; --problems writes them all.
_SHOWN = 50


@click.group()
def people() -> None:
    """Mensen van de school: lees ze in uit de administratie."""


@people.command("import")
@click.argument("source", metavar="PATH", type=click.Path(path_type=Path))
@click.option("--school", "slug", metavar="SLUG", help="De school in Deelwijs, bijvoorbeeld kompas.")
@click.option("--org", metavar="ID", help="Lees alleen deze school uit het bestand in. Anders: alle scholen.")
@click.option("--on", "day", metavar="DATUM", type=click.DateTime(["%Y-%m-%d"]), help="Reken met deze dag.")
@click.option(
    "--column",
    "columns",
    metavar="NAAM=VELD",
    multiple=True,
    help="Zeg wat een kolom van een lijst bevat; mag vaker. Bijvoorbeeld: Geboren=geboortedatum",
)
@click.option("--dry-run", is_flag=True, help="Lees en controleer alleen. Er is geen database nodig.")
@click.option(
    "--problems",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Schrijf alle fouten en punten als CSV in dit bestand.",
)
@click.option("--json", "as_json", is_flag=True, help="Schrijf de uitkomst als JSON.")
def import_people(**options: Any) -> None:
    """Lees mensen in: OneRoster, EDEXML, Microsoft SDS, of een lijst in Excel of CSV.

    PATH is een bestand, een zip of een map. Wat het is, ziet Deelwijs zelf. Bij een fout in het bestand
    wordt er niets opgeslagen en eindigt de opdracht met code 1.
    """
    if not options["slug"] and not options["dry_run"]:
        raise click.UsageError("Noem de school met --school, of controleer alleen met --dry-run.")
    day = options["day"].date() if options["day"] else datetime.now(ZoneInfo("Europe/Amsterdam")).date()
    choices = _choices(options)
    with Roll() as roll:
        with _bar("Lezen") as progress:
            read_into(roll, options["source"], day=day, choices=choices, progress=progress)
        _narrow(roll, options["org"])
        outcome = _Outcome(roll)
        if not options["dry_run"]:
            outcome.result = _apply(options["slug"], roll, day, options["source"].name)
        if not roll.has_errors:
            outcome.counts = summarise(roll, day, _BANDS)
        if options["problems"]:
            _write_problems(roll, options["problems"])
        (_print_json if options["as_json"] else _print_words)(outcome)
        if roll.has_errors:
            raise click.exceptions.Exit(1)


def _choices(options: dict[str, Any]) -> Choices:
    """What is said here about columns, after what the school chose in the browser."""
    named = {}
    for one in options["columns"]:
        header, _, words = one.rpartition("=")
        if not header or not field_named(words):
            known = ", ".join(label for name, label in field_choices("") if "." not in name)
            raise click.UsageError(f"{one} is niet te begrijpen. Schrijf NAAM=VELD. De velden zijn: {known}.")
        named[header] = field_named(words)
    if options["dry_run"] or not options["slug"]:
        return Choices(columns=named)
    start_django()
    from deelwijs.people.imports.mappings import mappings_of  # noqa: PLC0415 (as below)

    return Choices(mappings={} if named else mappings_of(_operator(options["slug"]).school_id), columns=named)


def _operator(slug: str) -> Any:
    from deelwijs.people import selectors  # noqa: PLC0415 (as below)

    actor = selectors.operator_of(slug)
    if actor is None:
        raise click.ClickException(f"Er is geen school {slug} in Deelwijs. Controleer de naam bij --school.")
    return actor


@dataclass
class _Outcome:
    """What there is to tell in the end."""

    roll: Roll
    counts: Counts = field(default_factory=dict)
    result: dict[str, dict[str, int]] | None = None

    def messages(self, *, stops: bool) -> list[str]:
        """The first sentences about what is wrong, or deserves a look."""
        return [problem.message_nl for problem in self.roll.problems(stops=stops, limit=_SHOWN)]

    def total(self, *, stops: bool) -> int:
        """How many there are."""
        return self.roll.count("SELECT count(*) FROM problem WHERE stops = ?", stops)


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the error stream, where somebody looks; the output stays for the outcome."""
    with click.progressbar(length=100, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def show(done: int, total: int) -> None:
            bar.update(max(0, 100 * done // max(total, 1) - bar.pos))

        yield show
        bar.update(100 - bar.pos)


def _narrow(roll: Roll, org: str | None) -> None:
    if not org or roll.has_errors:
        return
    try:
        narrow(roll, [org])
    except LookupError:
        known = ", ".join(school.source_id for school in roll.schools()) or "geen enkele"
        raise click.ClickException(f"School {org} staat niet in het bestand. Wel: {known}.") from None


def _apply(slug: str, roll: Roll, day: date, name: str) -> dict[str, dict[str, int]] | None:
    # Only now: the rooms below need Django, and a dry run does not.
    from deelwijs.people.imports import actions  # noqa: PLC0415

    actor = _operator(slug)
    try:
        with _bar("Inlezen") as progress:
            result = actions.apply_import(
                actor=actor,
                school_id=actor.school_id,
                roll=roll,
                day=day,
                file_name=name,
                progress=progress,
            )
    except actions.ImportRefusedError:
        return None
    return result.as_dict()


def _write_problems(roll: Roll, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["bestand", "rij", "reden"])
        writer.writerows(roll.problem_rows())


def _print_json(outcome: _Outcome) -> None:
    answer: dict[str, Any] = dict(outcome.counts)
    answer["format"] = outcome.roll.noted("format")
    for key, stops in (("errors", True), ("warnings", False)):
        answer[key] = outcome.messages(stops=stops)
        answer[f"{key}_total"] = outcome.total(stops=stops)
    if outcome.result is not None:
        answer["result"] = outcome.result
    click.echo(json.dumps(answer, ensure_ascii=False, indent=1))


def _print_words(outcome: _Outcome) -> None:
    _say(outcome, "Fout: ", stops=True, err=True)
    if outcome.roll.has_errors:
        click.echo("Er is niets opgeslagen.", err=True)
        return
    for key, words in _WORDS.items():
        value = outcome.counts[key]
        click.echo(f"{len(value) if isinstance(value, list) else value:6}  {words}")
    _say(outcome, "Let op: ", stops=False, err=False)
    if outcome.result is None:
        click.echo("Alleen gecontroleerd. Er is niets opgeslagen.")
        return
    tally = outcome.result["people"]
    click.echo(
        f"Ingelezen: {tally['new']} nieuw, {tally['changed']} gewijzigd, "
        f"{tally['gone']} vervallen, {tally['same']} gelijk gebleven."
    )


def _say(outcome: _Outcome, word: str, *, stops: bool, err: bool) -> None:
    for message in outcome.messages(stops=stops):
        click.echo(f"{word}{message}", err=err)
    more = outcome.total(stops=stops) - _SHOWN
    if more > 0:
        click.echo(f"{word}en nog {more}. Met --problems FILE krijgt u ze allemaal.", err=err)
