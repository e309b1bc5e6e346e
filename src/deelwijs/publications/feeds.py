"""The news page as an Atom feed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.html import linebreaks

from deelwijs.publications.models import PlacedFile, Placement
from deelwijs.publications.news_pages import FrontPage, front_page

if TYPE_CHECKING:
    _Feed = Feed[Placement, FrontPage]
else:
    _Feed = Feed


class NewsFeed(_Feed):
    """What is online now. What is taken down is not in it any more."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *_: Any, **kwargs: Any) -> FrontPage:  # noqa: ARG002
        """The school whose news this is."""
        return front_page(kwargs["school"])

    def title(self, obj: FrontPage) -> str:
        """The name of the feed."""
        return f"Nieuws van {obj.school_name}"

    def link(self, obj: FrontPage) -> str:
        """The page that the feed is of."""
        return reverse("news:index", args=[obj.school_slug])

    def author_name(self, obj: FrontPage) -> str:
        """Who publishes; Atom asks for it (RFC 4287, 4.1.1)."""
        return obj.school_name

    def items(self, obj: FrontPage) -> list[Placement]:
        """The newest items."""
        return obj.items

    def item_title(self, item: Placement) -> str:
        """The heading of an item."""
        return item.title

    def item_description(self, item: Placement) -> str:
        """The text of an item, as paragraphs."""
        return linebreaks(item.text, autoescape=True)

    def item_link(self, item: Placement) -> str:
        """The page of an item."""
        return reverse("news:article", args=[item.publication.school.slug, item.slug])

    def item_pubdate(self, item: Placement) -> datetime | None:
        """When it went online."""
        return item.published_at

    def item_updateddate(self, item: Placement) -> datetime | None:
        """A placement is never edited."""
        return item.published_at

    def item_enclosures(self, item: Placement) -> list[Enclosure]:
        """The photos of an item."""
        return [self._enclosure(item, placed) for placed in item.files.all()]

    def _enclosure(self, item: Placement, placed: PlacedFile) -> Enclosure:
        address = reverse("news:file", args=[item.publication.school.slug, placed.token])
        return Enclosure(settings.PUBLIC_URL + address, str(placed.file.size), placed.file.media_type)
