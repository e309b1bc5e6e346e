"""Ten rules of the protocol in three forms: as norms, as bare Python ifs, and as Cedar policies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module, metadata
from importlib.util import find_spec
from itertools import product
from time import process_time
from typing import Any

from deelwijs.core.norms import Book, Facts, advise, compile_book, evaluate, read_facts
from deelwijs.protocols import corpus

ROUNDS = 7
CASES_PER_ROUND = 2000
SOCIAL = ["schoolaccount", "prive_account", "groepsapp"]
RULES: Sequence[tuple[str, Mapping[str, Any]]] = (
    ("D2", {"soort": "bereik", "als": {"verband_met_school": "nee"}}),
    (
        "A1",
        {
            "soort": "verbod",
            "als": {"rol": ["medewerker", "leerling"], "handeling": "opnemen", "situatie": "les"},
            "tenzij": {"lestoestemming": "vooraf"},
        },
    ),
    (
        "A2",
        {
            "soort": "verbod",
            "als": {"handeling": "publiceren", "persoonsgegevens": "ja", "kan_schaden": "ja"},
        },
    ),
    (
        "A5",
        {
            "soort": "verbod",
            "als": {"handeling": "publiceren", "niet": {"afgebeelden": []}, "kanaal": SOCIAL},
            "tenzij": {"toestemming": "schriftelijk"},
        },
    ),
    (
        "A6",
        {
            "soort": "verbod",
            "als": {
                "rol": "medewerker",
                "handeling": "vriend_worden",
                "kanaal": "prive_account",
                "met_wie": ["leerling", "ouder"],
            },
        },
    ),
    (
        "A7",
        {
            "soort": "verbod",
            "als": {"handeling": "publiceren", "opname_uit_les": "afstandsles", "kanaal": SOCIAL},
        },
    ),
    (
        "A8",
        {
            "soort": "verbod",
            "als": {"een_van": [{"strijdig_met_fatsoen": "ja"}, {"mogelijk_strafbaar": "ja"}]},
        },
    ),
    ("B4", {"soort": "overleg", "als": {"rol": "medewerker", "twijfel": "ja"}}),
    (
        "C1",
        {
            "soort": "verbod",
            "als": {
                "rol": "medewerker",
                "hoedanigheid": "prive",
                "handeling": "publiceren",
                "een_van": [{"persoonsgegevens": "ja"}, {"schaadt_naam_school": "ja"}],
            },
        },
    ),
    (
        "C4",
        {
            "soort": "eis",
            "als": {"rol": "medewerker", "hoedanigheid": "prive", "handeling": "publiceren"},
            "vereist": {"disclaimer": "ja"},
        },
    ),
)


def bare(facts: Mapping[str, Any]) -> tuple[str, list[str]]:  # noqa: C901 (ten rules are ten ifs)
    """The same ten rules as anybody would write them by hand: the verdict and its articles."""
    get = facts.get
    handling, role, channel = get("handeling"), get("rol"), get("kanaal")
    if get("verband_met_school") == "nee":
        return "buiten_bereik", ["D2"]
    forbidden: list[str] = []
    consult: list[str] = []
    todo: list[str] = []
    met: list[str] = []
    if role in ("medewerker", "leerling") and handling == "opnemen" and get("situatie") == "les":
        (met if get("lestoestemming") == "vooraf" else forbidden).append("A1")
    if handling == "publiceren" and get("persoonsgegevens") == "ja" and get("kan_schaden") == "ja":
        forbidden.append("A2")
    if handling == "publiceren" and get("afgebeelden") and channel in SOCIAL:
        (met if get("toestemming") == "schriftelijk" else forbidden).append("A5")
    if handling == "vriend_worden" and role == "medewerker":  # noqa: SIM102 (as the article reads)
        if channel == "prive_account" and get("met_wie") in ("leerling", "ouder"):
            forbidden.append("A6")
    if handling == "publiceren" and get("opname_uit_les") == "afstandsles" and channel in SOCIAL:
        forbidden.append("A7")
    if get("strijdig_met_fatsoen") == "ja" or get("mogelijk_strafbaar") == "ja":
        forbidden.append("A8")
    if role == "medewerker" and get("twijfel") == "ja":
        consult.append("B4")
    if role == "medewerker" and get("hoedanigheid") == "prive" and handling == "publiceren":
        if get("persoonsgegevens") == "ja" or get("schaadt_naam_school") == "ja":
            forbidden.append("C1")
        (met if get("disclaimer") == "ja" else todo).append("C4")
    outcomes = (("verboden", forbidden), ("overleg", consult), ("toegestaan_mits", todo))
    outcome = next((name for name, found in outcomes if found), "toegestaan")
    return outcome, [*forbidden, *consult, *todo, *met]


CEDAR = """
@id("D2") forbid(principal, action, resource) when { context.verband_met_school == "nee" };
@id("A1") forbid(principal, action, resource) when { ["medewerker", "leerling"].contains(context.rol)
  && context.handeling == "opnemen" && context.situatie == "les" }
  unless { context has lestoestemming && context.lestoestemming == "vooraf" };
@id("A2") forbid(principal, action, resource) when { context.handeling == "publiceren"
  && context.persoonsgegevens == "ja" && context.kan_schaden == "ja" };
@id("A5") forbid(principal, action, resource) when { context.handeling == "publiceren" && !context.afgebeelden.isEmpty()
  && ["schoolaccount", "prive_account", "groepsapp"].contains(context.kanaal) }
  unless { context has toestemming && context.toestemming == "schriftelijk" };
@id("A6") forbid(principal, action, resource) when { context.rol == "medewerker" && context.handeling == "vriend_worden"
  && context.kanaal == "prive_account" && ["leerling", "ouder"].contains(context.met_wie) };
@id("A7") forbid(principal, action, resource) when { context.handeling == "publiceren"
  && context.opname_uit_les == "afstandsles"
  && ["schoolaccount", "prive_account", "groepsapp"].contains(context.kanaal) };
@id("A8") forbid(principal, action, resource) when { context.strijdig_met_fatsoen == "ja"
  || context.mogelijk_strafbaar == "ja" };
@id("B4") forbid(principal, action, resource) when { context.rol == "medewerker" && context.twijfel == "ja" };
@id("C1") forbid(principal, action, resource) when { context.rol == "medewerker" && context.hoedanigheid == "prive"
  && context.handeling == "publiceren"
  && (context.persoonsgegevens == "ja" || context.schaadt_naam_school == "ja") };
@id("C4") forbid(principal, action, resource) when { context.rol == "medewerker" && context.hoedanigheid == "prive"
  && context.handeling == "publiceren" } unless { context has disclaimer && context.disclaimer == "ja" };
@id("any") permit(principal, action, resource);
"""  # noqa: E501 (one policy reads best on its own lines)


def fact_sets() -> list[dict[str, Any]]:
    """243 cases: five facts in three states each, one of them unknown for four of the five."""
    varied: dict[str, list[str | None]] = {
        "handeling": ["publiceren", "vriend_worden", "opnemen"],
        "kanaal": ["prive_account", "intranet", None],
        "toestemming": ["schriftelijk", "geen", None],
        "kan_schaden": ["ja", "nee", None],
        "twijfel": ["ja", "nee", None],
    }
    told = {
        "rol": "medewerker",
        "hoedanigheid": "werk",
        "verband_met_school": "ja",
        "situatie": "les",
        "lestoestemming": "vooraf",
        "opname_uit_les": "nee",
        "met_wie": "leerling",
        "afgebeelden": ["leerling"],
        "persoonsgegevens": "ja",
        "strijdig_met_fatsoen": "nee",
        "mogelijk_strafbaar": "nee",
        "schaadt_naam_school": "nee",
        "disclaimer": "ja",
    }
    combinations = (dict(zip(varied, values, strict=True)) for values in product(*varied.values()))
    return [
        {**told, **{name: value for name, value in some.items() if value is not None}}
        for some in combinations
    ]


def ten_rules(copies: int = 1) -> Book:
    """The ten rules as a book; with copies of them, to see how cost grows."""
    content = corpus.load()
    norms = {article: [dict(norm)] * copies for article, norm in RULES}
    articles = [
        {"id": entry["id"], "titel": entry["titel"], "normen": norms.get(entry["id"], [])}
        for entry in content["articles"]["articles"]
        if not entry.get("optioneel")
    ]
    return compile_book({**content, "articles": {**content["articles"], "articles": articles}})


def measure() -> dict[str, Any]:
    """The figures, in CPU time of one thread. Times per case are in microseconds."""
    given = fact_sets()
    book = ten_rules()
    facts = [read_facts(book, case) for case in given]
    ifs = _per_case(bare, given)
    norms = _per_case(lambda case: evaluate(book, case), facts)
    reading = _per_case(lambda case: evaluate(book, read_facts(book, case)), given)
    grown = ten_rules(copies=8)
    times_eight = _per_case(lambda case: evaluate(grown, case), facts)
    content = corpus.load()
    whole = compile_book(content)
    steps = interviews(whole, content)
    figures: dict[str, Any] = {
        "cases": len(given),
        "ifs_us": round(ifs, 3),
        "verdict_us": round(norms, 3),
        "verdict_times_ifs": round(norms / ifs, 1),
        "reading_and_verdict_times_ifs": round(reading / ifs, 1),
        "growth_for_8_times_the_norms": round(times_eight / norms, 2),
        "compile_ms": round(_per_case(lambda _: compile_book(content), [None]) / 1000, 2),
        "norms": len(whole.norms),
        "question_us": round(_per_case(lambda case: advise(whole, case), steps), 1),
        "questions": len(steps),
    }
    return {**figures, **_cedar(given, norms)}


def interviews(book: Book, content: Mapping[str, Any]) -> list[Facts]:
    """Each moment at which the interviews behind the corpus's own examples ask something."""
    moments = []
    for article in content["articles"]["articles"]:
        for example in [] if article.get("optioneel") else article.get("voorbeelden", []):
            answers = {**content["examples"]["gewoon"], **example["feiten"]}
            known: dict[str, Any] = {}
            while True:
                facts = read_facts(book, known)
                advice = advise(book, facts)
                if advice.question is None:
                    break
                moments.append(facts)
                known |= {name: answers.get(name) for name in advice.screen}
    return moments


def _per_case(judge: Callable[[Any], object], cases: Sequence[Any]) -> float:
    """Microseconds per case, from the fastest of some rounds."""
    repeats = max(3, CASES_PER_ROUND // len(cases)) if len(cases) > 1 else 3
    times = []
    for _ in range(ROUNDS):
        begin = process_time()
        for _ in range(repeats):
            for case in cases:
                judge(case)
        times.append(process_time() - begin)
    return min(times) / repeats / len(cases) * 1_000_000


def _cedar(given: Sequence[Mapping[str, Any]], norms: float) -> dict[str, Any]:
    """The same with Cedar, where it is installed (the optional extra "bench")."""
    if find_spec("cedarpy") is None:
        return {"cedarpy": "not installed"}
    cedarpy = import_module("cedarpy")
    requests = [
        {"principal": 'U::"u"', "action": 'A::"a"', "resource": 'R::"r"', "context": dict(case)}
        for case in given
    ]
    cost = _per_case(lambda request: cedarpy.is_authorized(request, CEDAR, []), requests)
    return {
        "cedarpy": metadata.version("cedarpy"),
        "cedarpy_us": round(cost, 1),
        "faster_than_cedarpy": round(cost / norms, 1),
    }
