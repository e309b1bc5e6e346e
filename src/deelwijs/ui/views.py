"""The gallery of components, for who builds the product and for who judges it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from . import gallery as show


def gallery(request: HttpRequest) -> HttpResponse:
    """Every colour and component; only in the demo and while building."""
    if not (getattr(settings, "DEMO", False) or settings.DEBUG):
        raise Http404
    context = {"colours": show.COLOURS, "examples": show.examples(request)}
    return render(request, "ui/gallery.html", context)
