import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.test import override_settings
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from deelwijs.core.finding import Outcome
from deelwijs.ui import icons, qr
from deelwijs.ui.choices import Choice
from deelwijs.ui.templatetags import ui

pytestmark = pytest.mark.usefixtures("small_site")


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


class Sample(forms.Form):
    name = forms.CharField(label="Naam", help_text="Zoals in het paspoort")
    colour = forms.ChoiceField(
        label="Kleur",
        widget=forms.RadioSelect,
        choices=[("r", Choice("Rood", hint="<warm>")), ("b", "Blauw")],
    )
    sure = forms.BooleanField(label="Ik weet het zeker", help_text="Echt waar")


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_verdict_has_sign_word_and_sentence(outcome: Outcome) -> None:
    html = render("{% verdict outcome '' 'Dit is de zin.' %}", outcome=outcome)
    assert html.count("<svg") == 1
    assert "<h2>" in html
    assert "Dit is de zin." in html


def test_each_outcome_has_its_own_shape_and_word() -> None:
    signs = {outcome: render("{% sign outcome %}", outcome=outcome) for outcome in Outcome}
    words = {outcome: render("{% verdict outcome %}", outcome=outcome) for outcome in Outcome}
    assert len({sign.split(">", 1)[1] for sign in signs.values()}) == len(Outcome)
    assert len({word.split("<h2>")[1] for word in words.values()}) == len(Outcome)


def test_an_unknown_state_is_a_mistake_of_the_page() -> None:
    with pytest.raises(TemplateSyntaxError, match="No state 'rood'"):
        render("{% pill 'rood' 'Weg' %}")


def test_a_plate_links_to_its_article() -> None:
    assert 'href="/protocol/artikel/A5/"' in render("{% plate 'A5' 'Beeldmateriaal' %}")
    assert 'href="/elders/A5/"' in render("{% plate 'A5' %}", article_url="/elders/")
    assert 'href="/x/"' in render("{% plate 'A5' url='/x/' %}")


def test_statute_has_its_own_plate_and_no_made_up_link() -> None:
    html = render("{% plate 'Wet' 'AVG' %}")
    assert "plate-wet" in html
    assert "href" not in html


def test_words_are_escaped_everywhere() -> None:
    bad = "<script>"
    html = render(
        "{% verdict 'ok' bad bad %}{% pill 'ok' bad %}{% plate bad bad %}{% button bad %}{% empty bad bad %}"
        "{% note %}{{ bad }}{% endnote %}{% crumbs bad bad bad %}{% icon 'globe' bad %}{% clock bad %}"
        "{% buttonrow %}{{ bad }}{% endbuttonrow %}{% stat bad bad %}{% preview bad bad bad %}",
        bad=bad,
    )
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_an_icon_without_a_label_is_silent_and_one_with_a_label_speaks() -> None:
    assert 'aria-hidden="true"' in render("{% icon 'globe' %}")
    assert 'role="img" aria-label="Zoeken"' in render("{% icon 'magnifying-glass' 'Zoeken' %}")


def test_an_icon_outside_the_sprite_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match=r"icons\.py"):
        render("{% icon 'unicorn' %}")


def test_the_sprite_holds_exactly_the_listed_icons() -> None:
    sprite = icons.SPRITE.read_text(encoding="utf-8")
    assert len(set(icons.ICONS)) == len(icons.ICONS)
    assert sprite.count("<symbol ") == len(icons.ICONS)
    assert all(f'<symbol id="{name}" ' in sprite for name in icons.ICONS)
    assert icons.KNOWN >= icons.DIRECTED


def test_every_icon_of_a_tone_exists() -> None:
    assert {icon for _, icon, _ in ui._TONES.values()} <= icons.KNOWN


def test_a_field_reads_label_hint_error_box() -> None:
    form = Sample({"name": ""})
    html = render("{% field form.name %}", form=form)
    order = [
        html.index(part) for part in ("<label", "Zoals in het paspoort", "warning-circle-fill", "<input")
    ]
    assert order == sorted(order)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert "field-wrong" in html


def test_choices_are_cards_in_a_named_group() -> None:
    html = render("{% field form.colour %}", form=Sample())
    assert "<fieldset" in html
    assert "<legend>Kleur</legend>" in html
    assert html.count('class="choice"') == 2
    assert "checked" not in html
    assert "&lt;warm&gt;" in html


def test_a_checkbox_is_one_card() -> None:
    html = render("{% field form.sure %}", form=Sample({"sure": "on"}))
    assert html.count('class="choice"') == 1
    assert "Echt waar" in html
    assert "checked" in html


def test_the_summary_counts_and_links() -> None:
    html = render("{% errors form %}", form=Sample({"name": "x"}))
    assert "Kijk nog naar 2 punten" in html
    assert 'href="#id_sure"' in html
    assert render("{% errors form %}", form=Sample()).strip() == ""


def test_a_blocked_button_says_what_is_missing() -> None:
    html = render("{% button 'Plaats' 'filled' blocked='Kan als de 3 punten zijn opgelost' id='plaats' %}")
    assert 'aria-disabled="true"' in html
    assert 'aria-describedby="plaats-why"' in html
    assert '<p id="plaats-why">Kan als de 3 punten zijn opgelost</p>' in html
    assert 'type="submit"' not in html


@override_settings(USE_TZ=True, TIME_ZONE="Europe/Amsterdam")
def test_dates_are_dutch_and_local() -> None:
    moment = datetime(2026, 11, 24, 23, 14, tzinfo=UTC)
    assert render("{{ m|weekday_date }}", m=moment) == "wo 25 november"
    assert render("{{ m|at_time }}", m=moment) == "om 00:14"
    assert render("{{ m|day_and_time }}", m=moment) == "wo 25 november om 00:14"
    assert render("{{ d|long_date }}", d=date(2026, 9, 4)) == "4 september 2026"
    assert render("{{ d|full_weekday_date }}", d=date(2026, 11, 25)) == "woensdag 25 november"
    assert render("{{ d|long_date }}", d=None) == ""


@pytest.mark.parametrize(
    ("name", "short"), [("Noor van Dijk", "NV"), ("sami", "S"), ("", ""), ("Els  Kramer", "EK")]
)
def test_initials(name: str, short: str) -> None:
    assert ui.letters(name) == short


def test_the_bar_and_the_steps_say_nothing_that_words_do_not() -> None:
    html = render("{% progress '3 van 6 zijn weg' 6 3 busy=1 %}{% steps 3 6 %}")
    assert "3 van 6 zijn weg" in html
    assert html.count('aria-hidden="true"') == 2
    assert html.count('class="done"') == 3


def test_a_qr_code_is_the_one_that_the_library_makes() -> None:
    text = (
        "deelwijs/7d0c7c2e\n288\nT2maHQ06KN/jXbGtNfTGWiGQNiVfRNCQNv/68WbPJHs=\n\n— deelwijs/7d0c7c2e AAAA\n"
    )
    drawing = qr.draw(text)
    code = QRCode(border=qr.QUIET, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    code.make()
    dark = {
        (int(x) + step, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawing.path)
        for step in range(int(width))
    }
    assert dark == {(x, y) for y, row in enumerate(code.get_matrix()) for x, on in enumerate(row) if on}
    assert drawing.side == len(code.get_matrix())
    html = render("{% qr text 'QR-code met het anker' %}", text=text)
    assert 'aria-label="QR-code met het anker"' in html
    assert f'viewBox="0 0 {drawing.side} {drawing.side}"' in html
