"""``deelwijs protocol``: the protocol as a text, without a browser."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from deelwijs.cli.environment import start_django
from deelwijs.core.protocol_text import Article
from deelwijs.protocols.coverage import coverage
from deelwijs.protocols.documents import FAMILIES, DocumentError, ImportedProtocol, as_json, import_document
from deelwijs.protocols.documents.problems import MAX_MEGABYTES, Problem


@click.group()
def protocol() -> None:
    """Het protocol als tekst: lees het document van de school in en controleer het."""


@protocol.command("import")
@click.argument("source", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "machine", is_flag=True, help="Schrijf de uitkomst als JSON.")
def import_protocol(source: Path, *, machine: bool) -> None:
    """Lees het protocol van een school (.docx, .odt, .pdf, .txt of .md) en noem wat eraan schort.

    Er wordt niets opgeslagen. Gebreken in de tekst zijn geen fout: dan eindigt de opdracht met code 0.
    """
    try:
        imported = import_document(source.name, _bytes_of(source))
    except DocumentError as error:
        raise click.ClickException(f"{source.name}: {error.message}") from error
    if machine:
        click.echo(json.dumps(as_json(imported), ensure_ascii=False, indent=2))
    else:
        _tell(imported)


def _bytes_of(source: Path) -> bytes:
    if source.stat().st_size > MAX_MEGABYTES * 1024 * 1024:
        raise DocumentError(Problem.TOO_LARGE)
    return source.read_bytes()


def _tell(imported: ImportedProtocol) -> None:
    text = imported.protocol
    version = f", versie {text.version}" if text.version else ""
    click.echo(f"{text.title or imported.name}{version}: {len(text.articles)} artikelen")
    section = None
    for article in text.articles:
        if article.section != section:
            section = article.section
            click.echo(f"\n{section or 'Begrippen in noten'}")
        _tell_article(article, imported)
    if imported.unmatched_norms:
        click.echo(f"\nGeen artikel gaat over: {', '.join(imported.unmatched_norms)} van het modelprotocol.")
    if imported.topics:
        click.echo(f"\nHet protocol zegt niets over: {'; '.join(imported.topics)}.")
    _tell_findings(imported)


def _tell_article(article: Article, imported: ImportedProtocol) -> None:
    match = imported.match_of(article)
    about = f"{match.norm} ({match.certainty:.0%})" if match.norm else "eigen artikel"
    words = " ".join(article.text.split())
    start = words if len(words) <= 60 else f"{words[:60].rsplit(' ', 1)[0]} …"
    click.echo(f"  {article.id:4} {about:15} {start}")
    for difference in match.differences:
        click.echo(f"       verschil: {difference.message}")
    for remark in match.remarks:
        click.echo(f"       let op: {remark}")


def _tell_findings(imported: ImportedProtocol) -> None:
    if not imported.findings:
        click.echo("\nGeen gebreken gevonden.")
        return
    click.echo(f"\nGebreken: {len(imported.findings)}")
    for family, title in FAMILIES.items():
        found = [finding for finding in imported.findings if finding.family == family]
        if found:
            click.echo(f"\n{title}")
        for finding in found:
            article = f" ({finding.article})" if finding.article else ""
            click.echo(f"  {imported.where(finding.place)}{article} [{finding.code}]\n    {finding.message}")


@protocol.command("coverage")
@click.option("--json", "machine", is_flag=True, help="Schrijf de uitkomst als JSON.")
def show_coverage(*, machine: bool) -> None:
    """Wat doet Deelwijs voor elk artikel, waar, en welke tests laten dat zien?"""
    claims = {article: [asdict(claim) for claim in found] for article, found in coverage().items()}
    if machine:
        click.echo(json.dumps(claims, ensure_ascii=False, indent=1))
        return
    for article, found in coverage().items():
        for claim in found:
            click.echo(f"{article:4} {claim.service.replace('_', ' '):9} {claim.sentence}")


@protocol.command("citations")
@click.argument("school", metavar="SCHOOL")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Een dag in het schooljaar; anders vandaag.")
@click.option("--json", "machine", is_flag=True, help="Schrijf de uitkomst als JSON.")
def show_citations(school: str, day: datetime | None, *, machine: bool) -> None:
    """Hoe vaak is elk artikel dit schooljaar genoemd? SCHOOL is het woord in het adres van de school.

    Een klein aantal wordt niet genoemd: daarin zijn mensen te herkennen.
    """
    start_django()
    from django.utils import timezone  # noqa: PLC0415 (needs the settings)

    from deelwijs.people.selectors import operator_of  # noqa: PLC0415 (needs Django)
    from deelwijs.protocols.article_pages import overview  # noqa: PLC0415 (needs Django)

    actor = operator_of(school)
    if actor is None:
        raise click.ClickException(f"Er is geen school {school}.")
    page = overview(actor, day.date() if day else timezone.localdate())
    if machine:
        cited = {row.article.id: {one.source: one.number for one in row.cited} for row in page.rows}
        since, until = (one.isoformat() for one in page.year)
        click.echo(json.dumps({"since": since, "until": until, "articles": cited}, indent=1))
        return
    for row in page.rows:
        figures = ", ".join(f"{one.figure} {one.words}" for one in row.cited)
        click.echo(f"{row.article.id:4} {row.article.title:32} {figures}")
