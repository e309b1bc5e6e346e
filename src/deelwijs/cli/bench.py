"""``deelwijs bench``: how fast the parts are, measured on the machine it runs on."""

from __future__ import annotations

import json
from collections.abc import Mapping

import click

from deelwijs.cli.benches import consent as consent_bench
from deelwijs.cli.benches import imports as import_bench
from deelwijs.cli.benches import ledger as ledger_bench
from deelwijs.cli.benches import norms as norm_bench
from deelwijs.cli.benches import signin as signin_bench
from deelwijs.cli.benches.roster_files import FORMATS


@click.group("bench")
def bench() -> None:
    """Hoe snel zijn de onderdelen? Meet ze op deze computer."""


@bench.command("norms")
@click.option("--json", "as_json", is_flag=True, help="Schrijf de uitkomst als JSON.")
def norms(*, as_json: bool) -> None:
    """Het oordeel, de volgende vraag en het samenstellen, naast gewone Python."""
    _show(norm_bench.measure(), as_json=as_json)


@bench.command("consent")
@click.option("--people", default=5_000, show_default=True, help="Hoeveel mensen het register heeft.")
@click.option("--decisions", default=100_000, show_default=True, help="Hoeveel antwoorden er in staan.")
@click.option("--json", "as_json", is_flag=True, help="Schrijf de uitkomst als JSON.")
def consent(people: int, decisions: int, *, as_json: bool) -> None:
    """Mogen deze 30 mensen vandaag op dit kanaal? Naast de kale SQL.

    Er komt een tijdelijke database, die daarna weg is: op de server van DEELWIJS_DATABASE, of anders SQLite.
    """
    _show(consent_bench.measure(people, decisions), as_json=as_json)


@bench.command("signin")
@click.option("--json", "as_json", is_flag=True, help="Schrijf de uitkomst als JSON.")
def signin(*, as_json: bool) -> None:
    """Verraadt de tijd wie er een account heeft, en wat merkt iemand van een aanval op dat account?"""
    _show(signin_bench.measure(), as_json=as_json)


@bench.command("ledger")
@click.option("--json", "as_json", is_flag=True, help="Schrijf de uitkomst als JSON.")
@click.option("--appends", default=5000, show_default=True, help="Zoveel handelingen vastleggen.")
@click.option("--entries", default=200_000, show_default=True, help="Zoveel regels controleren.")
def ledger(*, as_json: bool, appends: int, entries: int) -> None:
    """Vastleggen naast een kale invoeging, en controleren. Met een eigen, lege database."""
    _show(ledger_bench.measure(appends, entries), as_json=as_json)


@bench.command("import")
@click.option(
    "--format",
    "formats",
    type=click.Choice(list(FORMATS)),
    multiple=True,
    help="Welk formaat; mag vaker. Anders: csv, xlsx en oneroster_1.2.",
)
@click.option(
    "--people",
    "sizes",
    type=click.IntRange(20, 1_000_000),
    multiple=True,
    help="Hoeveel mensen; mag vaker. Anders: 2000 en 20000.",
)
@click.option("--json", "as_json", is_flag=True, help="Schrijf de uitkomst als JSON.")
def imports(*, formats: tuple[str, ...], sizes: tuple[int, ...], as_json: bool) -> None:
    """Een school inlezen, nog eens inlezen en terugdraaien: hoe lang, en met hoeveel geheugen."""
    chosen = formats or ("csv", "xlsx", "oneroster_1.2")
    rows = []
    for row in import_bench.measure(chosen, sizes or import_bench.SIZES):
        rows.append(row)
        if not as_json:
            words = (
                "{format:14} {people:6} mensen {seconds:6.1f} s (rekentijd {cpu_seconds:.1f} s), {peak_mb} MB"
            )
            click.echo(words.format(**row) + f", terug in {row['undo_seconds']} s")
    if as_json:
        click.echo(json.dumps(rows, indent=1))


def _show(figures: Mapping[str, object], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(figures, indent=1))
        return
    for name, value in figures.items():
        click.echo(f"{name:32} {value}")
