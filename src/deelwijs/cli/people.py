"""``deelwijs people``: people out of the school's administration, without a browser."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from deelwijs.cli.environment import start_django
from deelwijs.people.importers import oneroster
from deelwijs.people.importers.records import ImportedSchool
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


@click.group()
def people() -> None:
    """Mensen van de school: lees ze in uit de administratie."""


@people.command("import")
@click.argument("source", metavar="PATH", type=click.Path(path_type=Path))
@click.option("--school", "slug", metavar="SLUG", help="De school in Deelwijs, bijvoorbeeld kompas.")
@click.option("--org", metavar="ID", help="Lees alleen deze school uit het bestand in. Anders: alle scholen.")
@click.option("--on", "day", metavar="DATUM", type=click.DateTime(["%Y-%m-%d"]), help="Reken met deze dag.")
@click.option("--dry-run", is_flag=True, help="Lees en controleer alleen. Er is geen database nodig.")
@click.option("--json", "as_json", is_flag=True, help="Schrijf de uitkomst als JSON.")
def import_people(**options: Any) -> None:
    """Lees een OneRoster-export (CSV, versie 1.2 of 1.1) in: een map, of een zip daarvan.

    Bij een fout in het bestand wordt er niets opgeslagen en eindigt de opdracht met code 1.
    """
    if not options["slug"] and not options["dry_run"]:
        raise click.UsageError("Noem de school met --school, of controleer alleen met --dry-run.")
    day = options["day"].date() if options["day"] else datetime.now(ZoneInfo("Europe/Amsterdam")).date()
    imported = _narrowed(oneroster.read(options["source"], day=day), options["org"])
    counts = summarise(imported, day, _BANDS) if not imported.errors else {}
    result = None
    if not imported.errors and not options["dry_run"]:
        result = _apply(options["slug"], imported, day)
    (_print_json if options["as_json"] else _print_words)(imported, counts, result)
    if imported.errors:
        raise click.exceptions.Exit(1)


def _narrowed(imported: ImportedSchool, org: str | None) -> ImportedSchool:
    if not org or imported.errors:
        return imported
    try:
        return imported.narrowed(org)
    except LookupError:
        known = ", ".join(school.source_id for school in imported.schools) or "geen enkele"
        raise click.ClickException(f"School {org} staat niet in het bestand. Wel: {known}.") from None


def _apply(slug: str, imported: ImportedSchool, day: date) -> dict[str, dict[str, int]]:
    start_django()
    # Only now: the rooms below need Django, and a dry run does not.
    from deelwijs.people import actions, selectors  # noqa: PLC0415

    actor = selectors.operator_of(slug)
    if actor is None:
        raise click.ClickException(f"Er is geen school {slug} in Deelwijs. Controleer de naam bij --school.")
    result = actions.apply_import(actor=actor, school_id=actor.school_id, imported=imported, day=day)
    return asdict(result)


def _print_json(imported: ImportedSchool, counts: Counts, result: dict[str, dict[str, int]] | None) -> None:
    answer: dict[str, Any] = dict(counts)
    answer["errors"] = [problem.message_nl for problem in imported.errors]
    answer["warnings"] = [problem.message_nl for problem in imported.warnings]
    if result is not None:
        answer["result"] = result
    click.echo(json.dumps(answer, ensure_ascii=False, indent=1))


def _print_words(imported: ImportedSchool, counts: Counts, result: dict[str, dict[str, int]] | None) -> None:
    for problem in imported.errors:
        click.echo(f"Fout: {problem.message_nl}", err=True)
    if imported.errors:
        click.echo("Er is niets opgeslagen.", err=True)
        return
    for key, words in _WORDS.items():
        value = counts[key]
        click.echo(f"{len(value) if isinstance(value, list) else value:6}  {words}")
    for problem in imported.warnings:
        click.echo(f"Let op: {problem.message_nl}")
    if result is None:
        click.echo("Alleen gecontroleerd. Er is niets opgeslagen.")
        return
    tally = result["people"]
    click.echo(
        f"Ingelezen: {tally['new']} nieuw, {tally['changed']} gewijzigd, "
        f"{tally['gone']} vervallen, {tally['same']} gelijk gebleven."
    )
