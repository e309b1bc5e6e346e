"""Where the frames and labels of a photo canvas stand, in the photo's own pixels. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from deelwijs.core.geometry import Box

# Shares of the photo's width: legible at 900 px, 570 px (a desk) and 340 px (a phone) respectively.
_BROAD_TEXT, _WIDE_TEXT, _NARROW_TEXT = 1 / 64, 1 / 41, 1 / 25
_HIT = 1 / 10  # a finger's 24 px on the narrowest phone
_COVER = 1.35  # the cover is larger than the face, so that no ear or chin peeps out
_CROWD = 14  # more faces than this leave no room for names
_LETTER = 0.56  # mean width of a letter, in text heights


class FaceState(StrEnum):
    """How a face is drawn."""

    CERTAIN = "certain"
    FORBIDDEN = "forbidden"
    CANDIDATE = "candidate"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class Face:
    """A face to draw: ``number`` is its row in the list, ``box`` is in the photo's pixels.

    ``label`` is the short name beside the number; ``title`` is what a screen reader says.
    Without ``url`` the frame is not a link.
    """

    box: Box
    number: int
    label: str = ""
    title: str = ""
    state: FaceState = FaceState.CERTAIN
    url: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A label under (or, at the lower edge, above) a face."""

    kind: str
    words: str
    x: float
    y: float
    width: float
    height: float
    text_x: float
    text_y: float
    size: float
    corner: float
    cross: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything that the template draws for one face."""

    face: Face
    corner: float
    hit: Box
    tags: tuple[Tag, ...]
    cover_radius: float
    cover_edge: float
    star: str

    @property
    def classes(self) -> str:
        """CSS classes of the frame."""
        return f"face face-{self.face.state}" + (" face-selected" if self.face.selected else "")


def frames(faces: Iterable[Face], width: int, height: int) -> tuple[Frame, ...]:
    """The frames of a photo of ``width`` by ``height`` pixels, in the order of the list."""
    every = tuple(faces)
    named = len(every) <= _CROWD
    return tuple(_frame(face, width, height, named=named) for face in every)


def _frame(face: Face, width: int, height: int, *, named: bool) -> Frame:
    smallest = width * _HIT
    box = face.box
    factor = max(1.0, smallest / max(1, box.width), smallest / max(1, box.height))
    x, y = box.centre
    radius = max(box.width, box.height) * _COVER / 2
    return Frame(
        face=face,
        corner=width / 110,
        hit=box.grown(factor).clipped(width, height),
        tags=() if face.state is FaceState.COVERED else _tags(face, width, height, named=named),
        cover_radius=radius,
        cover_edge=radius / 14,
        star=star(x, y, radius * 0.8),
    )


def _tags(face: Face, width: int, height: int, *, named: bool) -> tuple[Tag, ...]:
    doubt = face.state is FaceState.CANDIDATE
    number = "?" if doubt else str(face.number)
    words = f"{number} {face.label}" if named and face.label else number
    return (
        _tag("broad", words, face, (width, height), width * _BROAD_TEXT),
        _tag("wide", words, face, (width, height), width * _WIDE_TEXT),
        _tag("narrow", number, face, (width, height), width * _NARROW_TEXT),
    )


def _tag(kind: str, words: str, face: Face, photo: tuple[int, int], size: float) -> Tag:
    crossed = face.state is FaceState.FORBIDDEN
    cross_room = size * 1.15 if crossed else 0
    wide = len(words) * size * _LETTER + size * 0.9 + cross_room
    high = size * 1.5
    x = min(max(0.0, face.box.centre[0] - wide / 2), photo[0] - wide)
    y = face.box.y + face.box.height + size * 0.2
    if y + high > photo[1]:
        y = max(0.0, face.box.y - high - size * 0.2)
    middle, arm = y + high / 2, size * 0.28
    cross_x = x + size * 0.85
    cross = (
        f"M{cross_x - arm:.1f} {middle - arm:.1f}l{2 * arm:.1f} {2 * arm:.1f}"
        f"m0 {-2 * arm:.1f}l{-2 * arm:.1f} {2 * arm:.1f}"
    )
    return Tag(
        kind=kind,
        words=words,
        x=x,
        y=y,
        width=wide,
        height=high,
        text_x=x + (wide + cross_room) / 2,
        text_y=middle + size * 0.34,
        size=size,
        corner=size * 0.25,
        cross=cross if crossed else "",
    )


def star(x: float, y: float, radius: float) -> str:
    """SVG path of the eight-pointed wind rose of the emblem."""
    unit = ((0, -1), (1, 0), (0, 1), (-1, 0))
    points: list[str] = []
    for index, (dx, dy) in enumerate(unit):
        next_dx, next_dy = unit[(index + 1) % 4]
        points.append(f"{x + dx * radius:.1f} {y + dy * radius:.1f}")
        waist, tip = radius * 0.13, radius * 0.5
        side, out = (dx + next_dx, dy + next_dy), (dx * 2 + next_dx, dy * 2 + next_dy)
        points.append(f"{x + out[0] * waist:.1f} {y + out[1] * waist:.1f}")
        points.append(f"{x + side[0] * tip:.1f} {y + side[1] * tip:.1f}")
        out = (dx + next_dx * 2, dy + next_dy * 2)
        points.append(f"{x + out[0] * waist:.1f} {y + out[1] * waist:.1f}")
    return "M" + "L".join(points) + "Z"
