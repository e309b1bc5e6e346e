"""A file to keep, as the answer to a request."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(data: bytes | str, content_type: str, name: str) -> HttpResponse:
    """A file that the browser saves under ``name``, whatever signs the name holds: a class may be called
    anything."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(data, content_type=content_type, headers={"Content-Disposition": disposition})
