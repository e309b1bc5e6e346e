"""``deelwijs advise``: may this? One case per line in, one answer per line out, at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from deelwijs.core.norms import (
    Address,
    Advice,
    Book,
    Choices,
    Explanation,
    FactError,
    Known,
    NormError,
    advise,
    compile_book,
    explain,
    read_facts,
)
from deelwijs.protocols import corpus

DAY_FACT = "datum"


class LineError(ValueError):
    """A line that is no case."""


@click.command("advise")
@click.option("--reading", "readings", multiple=True, metavar="NAAM=KEUZE", help="Hoe de school iets leest.")
@click.option("--parameter", "parameters", multiple=True, metavar="NAAM=WAARDE", help="Een andere waarde.")
@click.option("--optional", multiple=True, metavar="ARTIKEL", help="Zet een aanvullend artikel aan.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="De dag, waar een regel die niet noemt.")
def advise_command(
    readings: tuple[str, ...], parameters: tuple[str, ...], optional: tuple[str, ...], day: datetime | None
) -> None:
    """Mag dit? Leest per regel één JSON-object met id en facts, en antwoordt meteen.

    Het antwoord is een oordeel, of de volgende vraag. Een regel die niet klopt, krijgt een fout als antwoord;
    de volgende regel gaat door. De vorm staat in docs/norms.md.
    """
    book = _book(Choices(_pairs(readings), _numbers(parameters), frozenset(optional)))
    defaults = {DAY_FACT: day.date().isoformat()} if day else {}
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if line.strip():
            click.echo(json.dumps(answer(book, line, number, defaults), ensure_ascii=False))
            sys.stdout.flush()  # the other side waits for this line before it goes on


def answer(book: Book, line: bytes, number: int, defaults: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one line: a verdict, a question or an error."""
    case_id = None
    try:
        case = _case(line)
        case_id = case.get("id")
        facts = read_facts(book, {**defaults, **_facts(case)})
    except LineError as error:
        return {"id": case_id, "error": {"code": "bad_line", "line": number, "message": str(error)}}
    except FactError as error:
        return {"id": case_id, "error": _fact_error(error, number)}
    address = Address.JE if facts.known.get("rol") == "leerling" else Address.U
    advice = advise(book, facts)
    return {"id": case_id, **_answer(advice, explain(book, facts, advice, address))}


def _book(choices: Choices) -> Book:
    try:
        return compile_book(corpus.load(), choices)
    except NormError as error:
        raise click.ClickException(str(error)) from error


def _pairs(options: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not (name and equals and value):
            raise click.ClickException(f"{option} is niet te lezen. Schrijf naam=waarde.")
        pairs[name] = value
    return pairs


def _numbers(options: tuple[str, ...]) -> dict[str, str | int]:
    return {name: int(value) if value.isdecimal() else value for name, value in _pairs(options).items()}


def _case(line: bytes) -> dict[str, Any]:
    try:
        case = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LineError(f"Deze regel is geen JSON: {error}.") from error
    if not isinstance(case, dict):
        raise LineError("Schrijf per regel een object met id en facts.")
    return case


def _facts(case: Mapping[str, Any]) -> dict[str, Any]:
    facts = case.get("facts")
    if not isinstance(facts, dict):
        raise LineError("Het veld facts ontbreekt of is geen object.")
    return facts


def _fact_error(error: FactError, number: int) -> dict[str, Any]:
    return {
        "code": error.code,
        "line": number,
        "fact": error.fact,
        "value": error.value,
        "nearest": error.nearest,
        "message": str(error),
    }


def _answer(advice: Advice, explanation: Explanation) -> dict[str, Any]:
    verdict = advice.verdict
    return {
        "outcome": verdict.outcome,
        "articles": verdict.articles,
        "exceptions": verdict.exceptions,
        "conditions": verdict.conditions,
        "duties": verdict.duties,
        "notices": verdict.notices,
        "question": advice.question,
        "screen": advice.screen,
        "explanation": _words(explanation, verdict.whatever),
    }


def _words(explanation: Explanation, whatever: str | None) -> dict[str, Any]:
    return {
        "verdict": explanation.verdict,
        "reasons": [
            {
                "article": reason.article,
                "title": reason.title,
                "part": reason.part,
                "sentence": reason.sentence,
                "facts": {known.fact: _plain(known) for known in reason.facts},
                "readings": reason.readings,
            }
            for reason in explanation.reasons
        ],
        "conditions": dict(explanation.conditions),
        "duties": dict(explanation.duties),
        "advice": explanation.advice,
        "changes": [
            {"facts": {known.fact: _plain(known) for known in change.facts}, "outcome": change.outcome}
            for change in explanation.changes
        ],
        "not_needed": explanation.not_needed,
        "find_out": explanation.find_out,
        "whatever": whatever,
    }


def _plain(known: Known) -> Any:
    """An answer as JSON has it: a list of words where the core keeps a set."""
    return sorted(known.value) if isinstance(known.value, frozenset) else known.value
