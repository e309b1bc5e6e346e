"""The smallest site around the components: no database, no other rooms."""

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from deelwijs.ui.views import gallery


def _item(
    label: str, icon: str, *, active: str = "", count: int = 0, current: bool = False
) -> SimpleNamespace:
    return SimpleNamespace(
        label=label, icon=icon, icon_active=active or icon, url=f"#{label}", count=count, current=current
    )


def staff_house() -> SimpleNamespace:
    return SimpleNamespace(
        school=SimpleNamespace(name="Het Kompas College", slug="kompas", colour="#1D3F7A", accent="#FFB81C"),
        actor=SimpleNamespace(name="Noor van Dijk", roles_label="Communicatie", letters=None),
        nav=[
            _item("Vandaag", "house", active="house-fill"),
            _item("Publiceren", "paper-plane-tilt", active="paper-plane-tilt-fill", count=3),
            _item("Weghalen", "link-break", count=2),
            _item("Toestemming", "check-square"),
            _item("Protocol", "book-open-text", active="book-open-text-fill", current=True),
        ],
        demo=False,
        theme_url=None,
        sign_out_url="/uit/",
    )


def family_house() -> SimpleNamespace:
    house = staff_house()
    house.actor = SimpleNamespace(name="Fatima Bakkali", roles_label="Ouder of verzorger", letters="FB")
    house.nav = [
        _item("Start", "house"),
        _item("Toestemming", "check-square", active="check-square-fill", current=True, count=2),
        _item("Mag dit?", "seal-question"),
        _item("Melden", "siren"),
    ]
    return house


def context(request: HttpRequest) -> dict[str, object]:
    return {
        "house": family_house() if "family" in request.path or "question" in request.path else staff_house()
    }


def page(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"tests/{name}.html", {})


urlpatterns = [path("bouwstenen/", gallery, name="gallery"), path("pages/<str:name>/", page)]
