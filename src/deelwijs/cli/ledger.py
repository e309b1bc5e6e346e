"""``deelwijs ledger``: check, anchor and write out the ledger without a browser."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from deelwijs.cli.environment import start_django

_School = click.option("--school", "slug", metavar="SLUG", help="Alleen deze school, bijvoorbeeld kompas.")


@click.group()
def ledger() -> None:
    """Het logboek: controleer het, leg een anker, schrijf de hele keten uit."""


@ledger.command("check")
@_School
@click.option("--json", "machine", is_flag=True, help="Schrijf de uitkomst als JSON.")
def check_command(slug: str | None, *, machine: bool) -> None:
    """Klopt de keten? Bekijk alle regels, hun inhoud en alle ankers.

    Code 1 als er iets niet klopt.
    """
    found = list(_checked(slug))
    if machine:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for one in found:
            click.echo(f"{one['school']}: {one['entries']} regels, {_verdict(one)}")
    sys.exit(0 if all(one["holds"] for one in found) else 1)


def _checked(slug: str | None) -> Iterator[dict[str, Any]]:
    schools = _schools(slug)
    from deelwijs.ledger.anchoring import check_chain  # noqa: PLC0415
    from deelwijs.ledger.models import ChainCheck  # noqa: PLC0415

    for tenant, name in schools.items():
        done = check_chain(tenant=tenant, occasion=ChainCheck.Occasion.COMMAND)
        yield {
            "school": name,
            "tenant": str(tenant),
            "holds": not done.fault,
            "entries": done.size,
            "erased": done.erased,
            "fault": done.fault or None,
            "entry": done.fault_seq,
        }


def _verdict(one: dict[str, Any]) -> str:
    if one["holds"]:
        return "alles klopt"
    where = f" bij regel {one['entry']}" if one["entry"] else ""
    return f"klopt niet{where} [{one['fault']}]"


@ledger.command("anchor")
@_School
def anchor_command(slug: str | None) -> None:
    """Controleer de keten en leg een anker, zoals elke nacht gebeurt.

    Schrijft het ondertekende anker. Bewaar het buiten deze server.
    """
    schools = _schools(slug)
    from deelwijs.ledger.anchoring import ChainFaultError, anchor_chain  # noqa: PLC0415
    from deelwijs.ledger.models import ChainCheck  # noqa: PLC0415

    for tenant, name in schools.items():
        try:
            anchor = anchor_chain(tenant=tenant, occasion=ChainCheck.Occasion.COMMAND).anchor
        except ChainFaultError as error:
            raise click.ClickException(
                f"{name}: de keten klopt niet [{error.fault.code.value}]. Er is geen anker gelegd. "
                "Bekijk het met: deelwijs ledger check"
            ) from error
        click.echo(anchor.note if anchor else f"{name}: het logboek is nog leeg.")


@ledger.command("export")
@click.option("--school", "slug", metavar="SLUG", required=True, help="De school, bijvoorbeeld kompas.")
@click.option("--payloads", is_flag=True, help="Met de inhoud van de regels. Dat zijn persoonsgegevens.")
@click.option(
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Het bestand dat wordt gemaakt; het mag nog niet bestaan.",
)
def export_command(slug: str, output: Path, *, payloads: bool) -> None:
    """Schrijf de hele keten van een school uit, om elders te controleren met: deelwijs verify."""
    ((tenant, name),) = _schools(slug).items()
    from deelwijs.ledger.actions import export_chain  # noqa: PLC0415
    from deelwijs.ledger.anchoring import ChainFaultError  # noqa: PLC0415
    from deelwijs.people.actor import OPERATOR_ID  # noqa: PLC0415

    try:
        with output.open("x", encoding="utf-8", newline="\n") as file:
            actor = str(OPERATOR_ID)
            lines = export_chain(tenant=tenant, school=name, actor=actor, with_payloads=payloads)
            file.writelines(lines)
    except OSError as error:
        raise click.ClickException(f"{output} kan niet worden gemaakt: {error.strerror}.") from error
    except ChainFaultError as error:
        output.unlink()
        raise click.ClickException(
            f"De keten klopt niet [{error.fault.code.value}]. Bekijk het met: deelwijs ledger check"
        ) from error
    click.echo(f"Klaar: {output}")


@ledger.command("replace-key")
def replace_key_command() -> None:
    """Neem een nieuwe sleutel voor de ankers. De oude wijst de nieuwe aan en blijft bekend."""
    start_django()
    from deelwijs.core.ledger.notes import fingerprint  # noqa: PLC0415
    from deelwijs.ledger import keys  # noqa: PLC0415

    try:
        public = keys.replace().public
    except (keys.KeyFileError, OSError) as error:
        raise click.ClickException(f"Er is geen nieuwe sleutel gemaakt: {error}") from error
    click.echo(f"Nieuwe sleutel met vingerafdruk {fingerprint(bytes.fromhex(public))}")


def _schools(slug: str | None) -> dict[UUID, str]:
    """Every school with a ledger, or the one that was asked for, with its name.

    Raises:
        click.ClickException: when there is no such school.
    """
    start_django()
    from deelwijs.ledger.selectors import schools_with_entries  # noqa: PLC0415
    from deelwijs.people.selectors import operator_of, school_names  # noqa: PLC0415

    if slug is None:
        return school_names(schools_with_entries())
    operator = operator_of(slug)
    if operator is None:
        raise click.ClickException(f"Er is geen school met de korte naam {slug}.")
    return school_names([operator.school_id])
