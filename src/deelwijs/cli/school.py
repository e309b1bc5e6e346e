"""``deelwijs board`` and ``deelwijs school``: start with a board, a school and its first accounts."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import click

from deelwijs.cli.environment import start_django

_WEBSITE = {
    "key": "website",
    "name": "Website",
    "provider": "news_page",
    "icon": "globe",
    "audience": "Iedereen op internet kan het bericht en de foto's zien.",
}


@click.group()
def board() -> None:
    """Een bestuur: maak het, en wijs aan wie ervoor handelt."""


@click.group()
def school() -> None:
    """Een school: maak haar met een eerste beheerder."""


@board.command("new")
@click.option("--name", prompt="Naam van het bestuur", help="De naam van het bestuur.")
def new_board(name: str) -> None:
    """Maak een bestuur. Daarna komen er scholen bij met: deelwijs school new."""
    start_django()
    from deelwijs.people import board_actions  # noqa: PLC0415 (needs Django)

    try:
        board_actions.found_board(name=name.strip())
    except board_actions.TakenError:
        raise click.ClickException(f"Het bestuur {name} is er al.") from None
    click.echo(f"Het bestuur {name} is gemaakt.")


@board.command("appoint")
@click.option(
    "--school", "slug", metavar="SLUG", required=True, help="De school waar deze persoon bekend is."
)
@click.option("--email", required=True, help="Het e-mailadres van deze persoon bij die school.")
def appoint(slug: str, email: str) -> None:
    """Laat iemand handelen voor het bestuur van een school, en dus voor al haar scholen."""
    start_django()
    from django.utils import timezone  # noqa: PLC0415

    from deelwijs.people import board_actions, board_selectors  # noqa: PLC0415

    person_id = board_selectors.person_at_address(slug, email)
    if person_id is None:
        raise click.ClickException(
            f"Bij school {slug} is niet precies één persoon met {email}. Kijk onder Mensen."
        )
    new = board_actions.appoint(person_id=person_id, day=timezone.localdate())
    click.echo(
        "Deze persoon handelt nu voor het bestuur." if new else "Dat was al zo. Er is niets veranderd."
    )


@school.command("new")
@click.option(
    "--board", "board_name", prompt="Naam van het bestuur", help="Het bestuur; een nieuw wordt gemaakt."
)
@click.option("--name", prompt="Naam van de school", help="De naam van de school.")
@click.option("--slug", help="De korte naam in adressen. Anders maken we die uit de naam.")
@click.option("--city", default="", help="De plaats.")
@click.option("--email-domain", default="", help="Het deel van de e-mailadressen na de apenstaart.")
@click.option(
    "--given", prompt="Voornaam van de eerste beheerder", help="De voornaam van de eerste beheerder."
)
@click.option("--infix", default="", help="Het tussenvoegsel.")
@click.option("--family", prompt="Achternaam", help="De achternaam.")
@click.option("--email", prompt="E-mailadres", help="Het e-mailadres waarmee de beheerder inlogt.")
@click.option("--link", is_flag=True, help="Vraag geen wachtwoord: de beheerder krijgt een link per mail.")
def new_school(**options: Any) -> None:
    """Maak een school met een eerste beheerder. Er is dan nog niemand anders.

    De school begint met het modelprotocol en haar eigen nieuwspagina. De beheerder leest daarna mensen in.
    Heeft de beheerder al een account bij een andere school? Dan blijft het wachtwoord wat het is.
    """
    slug = options["slug"] or short_name(options["name"])
    if not re.fullmatch(r"[a-z0-9-]+", slug):
        raise click.UsageError("Een korte naam heeft kleine letters, cijfers en streepjes: --slug kompas")
    start_django()
    from deelwijs.people import board_actions  # noqa: PLC0415

    known = board_actions.account_of(options["email"]) is not None
    password = None if known or options["link"] else _ask_password(options["email"])
    try:
        has_account = _found(options, slug, password)
    except board_actions.TakenError:
        raise click.ClickException(
            f"De korte naam {slug} is al in gebruik. Kies een andere met --slug."
        ) from None
    click.echo(f"{options['name']} is gemaakt, met de korte naam {slug}.")
    click.echo(f"{options['given']} logt in met {options['email']}.")
    if has_account:
        click.echo("Dit account was er al: het wachtwoord is niet veranderd.")
    elif options["link"]:
        click.echo("Er is geen wachtwoord. De inlogpagina mailt een link, als Deelwijs mail kan sturen.")
    click.echo("Volgende stap: lees mensen in, op de website of met: deelwijs people import")


def short_name(name: str) -> str:
    """A name as it stands in an address: "Het Kompas College" becomes "het-kompas-college"."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _ask_password(email: str) -> str:
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    from deelwijs.accounts.models import User  # noqa: PLC0415

    while True:
        password: str = click.prompt("Wachtwoord", hide_input=True, confirmation_prompt="Nog een keer")
        try:
            validate_password(password, User(email=email))
        except ValidationError as error:
            click.echo(" ".join(error.messages), err=True)
            continue
        return password


def _found(options: dict[str, Any], slug: str, password: str | None) -> bool:
    """Everything in one go; tells whether the administrator had an account already."""
    from django.db import transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from deelwijs.people import board_actions, board_selectors  # noqa: PLC0415
    from deelwijs.people.actor import OPERATOR_ID  # noqa: PLC0415
    from deelwijs.people.membership_actions import NewPerson  # noqa: PLC0415
    from deelwijs.protocols.actions import adopt, open_channel  # noqa: PLC0415

    today = timezone.localdate()
    person = NewPerson(
        options["given"], options["infix"], options["family"], options["email"], "Functioneel beheerder"
    )
    with transaction.atomic():
        board_id = board_selectors.board_named(options["board_name"]) or board_actions.found_board(
            name=options["board_name"].strip()
        )
        made = board_actions.found_school(
            board_id=board_id,
            school=board_actions.NewSchool(
                options["name"].strip(), slug, options["city"], options["email_domain"]
            ),
            administrator=person,
            password=password,
            day=today,
        )
        open_channel(school_id=made.school_id, **_WEBSITE)
        adopt(school_id=made.school_id, valid_from=today, by=str(OPERATOR_ID))
    return made.has_account
