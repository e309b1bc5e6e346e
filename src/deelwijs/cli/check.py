"""``deelwijs check``: the verdict on a post, from files alone. The same decision as at the desk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from deelwijs.cli.check_files import (
    FileProblem,
    Post,
    TagRow,
    read_consents,
    read_post,
    read_tags,
)
from deelwijs.core import publication as core
from deelwijs.core.consent import ConsentDecision, ConsentRules, status
from deelwijs.core.content import content_hash
from deelwijs.core.finding import Finding, Outcome
from deelwijs.core.people import Affiliation, Person
from deelwijs.core.publication import Assessment, PublicationFacts, assess
from deelwijs.core.text import (
    AuthorContext,
    AuthorRole,
    SchoolNames,
    Setting,
    TextCheck,
    build_index,
    check_text,
)
from deelwijs.people.importers.members import members
from deelwijs.people.importers.reading import read as read_people
from deelwijs.protocols import corpus
from deelwijs.protocols.lexicon import load_lexicon
from deelwijs.protocols.wording import wording
from deelwijs.publications.problems import explain
from deelwijs.publications.snapshot import as_json
from deelwijs.vision.decode import PhotoError
from deelwijs.vision.sandbox import Inspected, Sandbox, SandboxError

_SAME_FACE = 0.3  # overlap from which a tag and a found face are the same place


@dataclass(frozen=True, slots=True)
class _Case:
    """Everything read."""

    post: Post
    author: Person
    school: str
    people: tuple[Person, ...]
    photos: tuple[core.Photo, ...]
    decisions: tuple[ConsentDecision, ...]
    channel: str
    day: date
    marked: bool


@click.command("check")
@click.option(
    "--people", required=True, metavar="MAP", type=click.Path(path_type=Path), help="OneRoster-map."
)
@click.option(
    "--consents", required=True, metavar="CSV", type=click.Path(path_type=Path), help="Toestemmingen."
)
@click.option(
    "--post", required=True, metavar="BESTAND", type=click.Path(path_type=Path), help="Het bericht."
)
@click.option(
    "--photo", "photos", multiple=True, metavar="FOTO", type=click.Path(path_type=Path), help="Mag vaker."
)
@click.option("--tags", metavar="BESTAND", type=click.Path(path_type=Path), help="Wie waar op de foto staat.")
@click.option("--channel", required=True, metavar="NAAM", help="Waar het bericht komt, bijvoorbeeld website.")
@click.option("--author", required=True, metavar="ID", help="Wie plaatst: een id uit de OneRoster-map.")
@click.option("--on", "day", metavar="DATUM", type=click.DateTime(["%Y-%m-%d"]), help="Reken met deze dag.")
@click.option("--json", "as_json_", is_flag=True, help="Schrijf de uitkomst als JSON.")
@click.option("--exit-code", is_flag=True, help="Eindig met code 1 als het bericht zo niet mag.")
def check(**options: Any) -> None:
    """Mag dit bericht op dit kanaal?

    Leest mensen, toestemmingen, bericht, foto's en wie erop staat uit bestanden. Er is geen database
    nodig en er wordt niets bewaard. De vorm van elk bestand staat in docs/cli.md.
    """
    day = options["day"].date() if options["day"] else datetime.now(ZoneInfo("Europe/Amsterdam")).date()
    try:
        case = _read(options, day)
    except FileProblem as problem:
        raise click.ClickException(str(problem)) from problem
    facts = _facts(case, _rules())
    assessment = assess(facts)
    if options["as_json_"]:
        click.echo(json.dumps(_answer(case, facts, assessment), ensure_ascii=False, indent=1))
    else:
        _say(case, assessment)
    if options["exit_code"] and assessment.outcome is not Outcome.ALLOWED:
        raise click.exceptions.Exit(1)


def _rules() -> ConsentRules:
    parameters = corpus.load()["articles"]["parameters"]
    return ConsentRules(age_of_own_consent=parameters["leeftijd_zelf_toestemming"]["waarde"])


# --- Gather -------------------------------------------------------------------------------------


def _read(options: dict[str, Any], day: date) -> _Case:
    imported = read_people(options["people"], day=day)
    if imported.errors:
        raise FileProblem("\n".join(problem.message_nl for problem in imported.errors))
    people = members(imported, day)
    author = next((person for person in people if person.id == options["author"]), None)
    if author is None:
        raise FileProblem(f"{options['author']} staat niet in {options['people']}. Controleer --author.")
    tags = read_tags(options["tags"]) if options["tags"] else ()
    _check_tags(tags, options, {person.id for person in people})
    return _Case(
        post=read_post(options["post"]),
        author=author,
        school=imported.schools[0].name if imported.schools else "",
        people=people,
        photos=_read_photos(options["photos"], tags, options["channel"]),
        decisions=read_consents(options["consents"], day),
        channel=options["channel"],
        day=day,
        marked=options["tags"] is not None,
    )


def _check_tags(tags: Sequence[TagRow], options: dict[str, Any], known: set[str]) -> None:
    names = {photo.name for photo in options["photos"]}
    for row in tags:
        if row.photo not in names:
            raise FileProblem(f"{row.where}: foto ‘{row.photo}’ is niet meegegeven met --photo.")
        if row.tag is core.Tag.PERSON and row.person not in known:
            raise FileProblem(f"{row.where}: {row.person or 'niemand'} is op deze dag niet op school bekend.")


def _read_photos(paths: Sequence[Path], tags: Sequence[TagRow], channel: str) -> tuple[core.Photo, ...]:
    if not paths:
        return ()
    names = [path.name for path in paths]
    if double := next((name for name in names if names.count(name) > 1), None):
        raise FileProblem(f"Twee foto’s heten {double}. Geef elke foto een eigen naam.")
    with Sandbox() as sandbox:
        return tuple(_read_photo(sandbox, path, tags, channel) for path in paths)


def _read_photo(sandbox: Sandbox, path: Path, tags: Sequence[TagRow], channel: str) -> core.Photo:
    try:
        data = path.read_bytes()
        inspected = sandbox.inspect(data, with_copy=False)
    except OSError as error:
        raise FileProblem(f"{path}: dit bestand kan niet worden geopend. Controleer de naam.") from error
    except PhotoError as error:
        raise FileProblem(f"{path.name}: {explain(error.code.value)}") from error
    except SandboxError as error:
        raise FileProblem(f"{path.name}: het programma dat foto’s opent, start niet. {error}") from error
    mine = [row for row in tags if row.photo == path.name]
    return core.Photo(
        id=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        faces=tuple(_faces(inspected, mine, channel)),
        alt_text=None,
    )


def _faces(inspected: Inspected, tags: list[TagRow], channel: str) -> list[core.Face]:
    """Every tag is a face; what was found and not tagged is one too, still to be answered."""
    tagged = [
        core.Face(
            id=str(number),
            box=row.box,
            tag=row.tag,
            person_id=row.person if row.tag is core.Tag.PERSON else None,
            covered_on=frozenset({channel}) if row.covered else frozenset(),
        )
        for number, row in enumerate(tags, start=1)
    ]
    found = [
        face
        for face in inspected.faces
        if all(_apart(face.box, row) for row in tags) and (face.certain or not tags)
    ]
    return tagged + [
        core.Face(id=str(number), box=face.box, certain=face.certain)
        for number, face in enumerate(found, start=len(tagged) + 1)
    ]


def _apart(box: Any, row: TagRow) -> bool:
    x, y = row.box.centre
    inside = box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height
    return not inside and box.overlap(row.box) < _SAME_FACE


# --- Decide -------------------------------------------------------------------------------------


def _facts(case: _Case, rules: ConsentRules) -> PublicationFacts:
    by_id = {person.id: person for person in case.people}
    text = f"{case.post.title}\n{case.post.text}"
    text_check = _check(case, text)
    concerned = {face.person_id for photo in case.photos for face in photo.faces if face.person_id}
    concerned |= {candidate for match in text_check.matches for candidate in match.candidates}
    purposes = (core.PURPOSE_IMAGE, core.PURPOSE_NAME)
    return PublicationFacts(
        title=case.post.title,
        text=text,
        text_check=text_check,
        author_id=case.author.id,
        author_is_employee=case.author.is_a(Affiliation.EMPLOYEE),
        act=case.post.act,
        standing=case.post.standing,
        channels=(case.channel,),
        photos=case.photos,
        day=case.day,
        consents={
            (person_id, purpose, case.channel): status(
                by_id[person_id], purpose, case.channel, case.day, case.decisions, rules
            )
            for person_id in concerned
            if person_id in by_id
            for purpose in purposes
        },
        people={person_id: by_id[person_id].name.full for person_id in concerned if person_id in by_id},
        lesson=case.post.lesson,
        everyone_marked=case.marked,
    )


def _check(case: _Case, text: str) -> TextCheck:
    roles = {
        Affiliation.EMPLOYEE: AuthorRole.EMPLOYEE,
        Affiliation.PUPIL: AuthorRole.PUPIL,
        Affiliation.GUARDIAN: AuthorRole.GUARDIAN,
    }
    role = next((role for kind, role in roles.items() if case.author.is_a(kind)), AuthorRole.OTHER)
    setting = Setting.WORK if case.post.standing is core.Standing.WORK else Setting.PRIVATE
    index = build_index(case.people, SchoolNames(name=case.school), load_lexicon())
    return check_text(text, index, author=AuthorContext(case.author.id, role, setting))


# --- Say ----------------------------------------------------------------------------------------


def _answer(case: _Case, facts: PublicationFacts, assessment: Assessment) -> dict[str, Any]:
    on_channel = as_json(assessment)["channels"][0]
    for shown, finding in zip(on_channel["findings"], assessment.channels[0].findings, strict=True):
        shown["title"], shown["sentence"] = _words(finding, case.channel)
    boxes = {(photo.id, face.id): face.box for photo in case.photos for face in photo.faces}
    for face in on_channel["faces"]:
        box = boxes[face["photo"], face["face"]]
        face["box"] = [box.x, box.y, box.width, box.height]
    return {
        "outcome": assessment.outcome.value,
        "channel": case.channel,
        "on": case.day.isoformat(),
        "author": case.author.id,
        "articles": sorted({finding.article for finding in assessment.channels[0].findings}),
        "findings": on_channel["findings"],
        "faces": on_channel["faces"],
        "content_hash": content_hash(facts),
        "protocol_hash": corpus.content_hash(corpus.load()),
    }


def _words(finding: Finding, channel: str) -> tuple[str, str]:
    params = dict(finding.params)
    filled = {"naam": params.get("name", ""), "kanaal": channel, "woorden": params.get("words", "")}
    words = wording()["bevindingen"][finding.code]
    return words["titel"].format(**filled), words["zin"].format(**filled)


def _say(case: _Case, assessment: Assessment) -> None:
    verdict = wording()["oordeel"][assessment.outcome.value]
    click.echo(verdict["titel"].format(kanaal=case.channel))
    for finding in assessment.channels[0].findings:
        title, sentence = _words(finding, case.channel)
        click.echo(f"  {finding.article}  {title}. {sentence}")
