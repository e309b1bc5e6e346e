"""A protocol as data, read into a compiled book of norms. Every problem is collected before any is raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from deelwijs.core.norms.choices import (
    NO_CHOICES,
    Choices,
    chosen_readings,
    holding_articles,
    parameter_values,
)
from deelwijs.core.norms.compiling import compile_norms
from deelwijs.core.norms.conditions import AllOf, Condition, alternatives, negate
from deelwijs.core.norms.filling import named_in
from deelwijs.core.norms.model import (
    Answer,
    Book,
    Clause,
    Fact,
    FactKind,
    FactType,
    Norm,
    NormKind,
    Reading,
    Screen,
    Wording,
)
from deelwijs.core.norms.problems import ConditionError, NormError, Problem, unknown
from deelwijs.core.norms.read_conditions import ConditionReader

NORM_KEYS = frozenset(
    {
        "soort", "als", "tenzij", "vereist", "voorwaarden", "plichten",
        "zin", "zin_opgeheven", "doe", "gevolg",
    }
)  # fmt: skip


def compile_book(content: Mapping[str, Any], choices: Choices = NO_CHOICES) -> Book:
    """The book of norms of a protocol, as this school reads it.

    ``content`` holds ``articles`` (with ``articles`` and ``parameters``), ``facts`` and ``answers``.

    Raises:
        NormError: with every problem in it: unknown facts, answers, readings, parameters, codes.
    """
    optional = [entry["id"] for entry in content["articles"]["articles"] if entry.get("optioneel")]
    problems = [
        Problem("aanvullingen", unknown("het aanvullende artikel", name, optional))
        for name in sorted(choices.optional.difference(optional))
    ]
    everything = content["articles"]["articles"]
    articles = holding_articles(content, choices)
    problems += _wrong_offers(content["facts"]["feiten"])
    facts = {entry["naam"]: _fact(entry) for entry in content["facts"]["feiten"]}
    screens = {entry["id"]: _screen(entry) for entry in content["facts"]["schermen"]}
    parameters = _parameters(content, choices, problems)
    # What an article defines serves the others also where that article itself is not part of the protocol.
    readings = _readings(everything, chosen_readings(articles, choices), problems)
    wording = _wording(content["answers"])
    terms = {name: term for article in everything for name, term in article.get("begrippen", {}).items()}
    reader = ConditionReader(facts, readings, parameters, terms)
    norms = [norm for article in articles for norm in _norms(article, reader, wording, problems)]
    readings = {
        name: _with_cases(reading, everything, reader, problems) for name, reading in readings.items()
    }
    if problems:
        raise NormError(problems)
    titles = {article["id"]: article["titel"] for article in articles}
    return compile_norms(
        facts=facts,
        screens=screens,
        titles=titles,
        norms=norms,
        readings=readings,
        parameters=parameters,
        wording=wording,
        domains=reader.domains,
    )


def _screen(entry: Mapping[str, Any]) -> Screen:
    return Screen(entry["id"], entry["ronde"], entry["titel"], entry.get("titel_je", entry["titel"]))


def _fact(entry: Mapping[str, Any]) -> Fact:
    derived = entry.get("leeftijd_uit")
    return Fact(
        name=entry["naam"],
        type=FactType(entry.get("soort", "keuze")),
        kind=FactKind(entry.get("aard", "gegeven")),
        screen=entry["scherm"],
        question=entry["vraag"],
        question_je=entry.get("vraag_je", entry["vraag"]),
        answers=tuple(
            Answer(value, label, _offered_on(entry, value))
            for value, label in entry.get("antwoorden", {}).items()
        ),
        words=frozenset(entry.get("antwoorden", ())),
        help=entry.get("hulp", ""),
        help_je=entry.get("hulp_je", entry.get("hulp", "")),
        minimum=entry.get("van", 0),
        maximum=entry.get("tot", 0),
        fixed=entry.get("vast", False),
        age_of=(derived[0], derived[1]) if derived else None,
    )


def _offered_on(entry: Mapping[str, Any], value: str) -> Mapping[str, frozenset[str]]:
    conditions = entry.get("alleen_voor", {}).get(value, {})
    return {name: frozenset(words) for name, words in conditions.items()}


def _wrong_offers(entries: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """Answers that are offered on something that does not exist, so to nobody."""
    known = {entry["naam"]: entry.get("antwoorden", {}) for entry in entries}
    for entry in entries:
        for value, conditions in entry.get("alleen_voor", {}).items():
            place = f"feiten {entry['naam']}.alleen_voor"
            if value not in known[entry["naam"]]:
                yield Problem(place, unknown("het antwoord", value, known[entry["naam"]]))
            for name, words in conditions.items():
                if name not in known:
                    yield Problem(place, unknown("het feit", name, known))
                    continue
                wrong = [word for word in words if word not in known[name]]
                yield from (Problem(place, unknown("het antwoord", word, known[name])) for word in wrong)


def _parameters(
    content: Mapping[str, Any], choices: Choices, problems: list[Problem]
) -> Mapping[str, str | int]:
    own = parameter_values(content, NO_CHOICES)
    for name, value in choices.parameters.items():
        if name not in own:
            problems.append(Problem("parameters", unknown("de parameter", name, own)))
        elif type(value) is not type(own[name]):
            problems.append(Problem("parameters", f"{value} past niet bij {name}, zoals {own[name]}."))
    return parameter_values(content, choices)


def _readings(
    articles: Sequence[Mapping[str, Any]], chosen: Mapping[str, str], problems: list[Problem]
) -> Mapping[str, Reading]:
    readings = {
        name: Reading(
            name=name,
            article=article["id"],
            question=entry["vraag"],
            choices=dict(entry["keuzes"]),
            default=entry["standaard"],
            chosen=chosen.get(name, entry["standaard"]),
        )
        for article in articles
        for name, entry in article.get("lezingen", {}).items()
    }
    for name, choice in chosen.items():
        if name not in readings:
            problems.append(Problem("lezingen", unknown("de lezing", name, readings)))
        elif choice not in readings[name].choices:
            problems.append(Problem(f"lezingen.{name}", unknown("de keuze", choice, readings[name].choices)))
    return readings


def _with_cases(
    reading: Reading,
    articles: Sequence[Mapping[str, Any]],
    reader: ConditionReader,
    problems: list[Problem],
) -> Reading:
    """The reading with the cases in which an answer mentions it; one without cases decides elsewhere."""
    article = next(entry for entry in articles if entry["id"] == reading.article)
    entry = article["lezingen"][reading.name]
    if "bij" not in entry:
        return reading
    try:
        cases = alternatives(reader.read(entry["bij"]))
    except ConditionError as error:
        keys = [f"{reading.article} lezingen", reading.name, "bij", *error.keys]
        problems.append(Problem(".".join(keys), str(error)))
        return reading
    return replace(reading, matters=cases)


def _wording(answers: Mapping[str, Any]) -> Wording:
    return Wording(
        outcomes=answers["uitkomsten"],
        outcomes_je=answers["uitkomsten_je"],
        conditions=answers["voorwaarden"],
        duties=answers["plichten"],
    )


def _norms(
    article: Mapping[str, Any], reader: ConditionReader, wording: Wording, problems: list[Problem]
) -> Iterator[Norm]:
    for number, entry in enumerate(article.get("normen", []), start=1):
        place = f"{article['id']} normen.{number}"
        try:
            wrong = list(_wrong_words(entry, wording, reader.parameters))
            if wrong:
                problems += [Problem(place, message) for message in wrong]
            else:
                yield from _norm(article["id"], number, entry, reader)
        except ConditionError as error:
            problems.append(Problem(".".join([place, *error.keys]), str(error)))


def _wrong_words(
    entry: Mapping[str, Any], wording: Wording, parameters: Mapping[str, str | int]
) -> Iterator[str]:
    kinds = [kind.value for kind in NormKind]
    if entry.get("soort") not in kinds:
        yield unknown("de soort", entry.get("soort"), kinds)
    yield from (unknown("de sleutel", key, NORM_KEYS) for key in entry if key not in NORM_KEYS)
    for key, known in (("voorwaarden", wording.conditions), ("plichten", wording.duties)):
        yield from (unknown("de code", code, known) for code in entry.get(key, []) if code not in known)
    if "tenzij" in entry and "vereist" in entry:
        yield "een norm heeft tenzij of vereist, niet allebei"
    if "als" not in entry:
        yield "een norm begint met als"
    for sentence in [entry.get("zin", ""), entry.get("zin_opgeheven", ""), *entry.get("doe", [])]:
        wrong = [name for name in named_in(sentence) if name not in parameters]
        yield from (unknown("de parameter", name, parameters) for name in wrong)


def _norm(article: str, number: int, entry: Mapping[str, Any], reader: ConditionReader) -> Iterator[Norm]:
    """The norm, or nothing where the school's reading rules it out."""
    reader.used_readings.clear()
    applies = _read_under("als", entry, reader)
    when = breach = alternatives(applies)
    fulfilled: tuple[Clause, ...] = ()
    if not when and reader.used_readings:
        return
    key = "tenzij" if "tenzij" in entry else "vereist"
    if key in entry:
        lifted = _read_under(key, entry, reader)
        breach = alternatives(AllOf((applies, negate(lifted, reader.domains))))
        fulfilled = alternatives(AllOf((applies, lifted)))
    yield Norm(
        id=f"{article}.{number}",
        article=article,
        kind=NormKind(entry["soort"]),
        when=when,
        breach=breach,
        fulfilled=fulfilled,
        lifts="tenzij" in entry,
        conditions=tuple(entry.get("voorwaarden", ())),
        duties=tuple(entry.get("plichten", ())),
        sentence=entry.get("zin", ""),
        lifted_sentence=entry.get("zin_opgeheven", ""),
        advice=tuple(entry.get("doe", ())),
        consequences=tuple(entry.get("gevolg", ())),
        readings=tuple(dict.fromkeys(reader.used_readings)),
    )


def _read_under(key: str, entry: Mapping[str, Any], reader: ConditionReader) -> Condition:
    try:
        return reader.read(entry[key])
    except ConditionError as error:
        raise error.under(key) from error
