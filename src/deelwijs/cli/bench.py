"""``deelwijs bench``: how fast the parts are, measured on the machine it runs on."""

from __future__ import annotations

import json

import click

from deelwijs.cli.benches import norms as norm_bench


@click.group("bench")
def bench() -> None:
    """Hoe snel zijn de onderdelen? Meet ze op deze computer."""


@bench.command("norms")
@click.option("--json", "as_json", is_flag=True, help="Schrijf de uitkomst als JSON.")
def norms(*, as_json: bool) -> None:
    """Het oordeel, de volgende vraag en het samenstellen, naast gewone Python."""
    figures = norm_bench.measure()
    if as_json:
        click.echo(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            click.echo(f"{name:32} {value}")
