"""Find every face in a photo. Detection only: where a face is, never whose it is.

The network sees the photo at three sizes. What it is unsure of is cut out and shown to it again, larger;
a face that is sure at either look is certain, the rest are candidates for a person to answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from deelwijs.core.geometry import Box
from deelwijs.vision import network, runtime

SIDES: Final = (512, 1024, 1600)
"""Long side, in pixels, at which a 4:3 photo is seen; other shapes get the same area."""

CERTAIN: Final = 0.5
SEEN: Final = 0.2
"""Scores of the network, from 0 to 1: from CERTAIN on a face, from SEEN on worth a closer look."""

DOUBTED: Final = 0.1
"""A hit that scores less than this from nearby is dropped."""

_STRIDE: Final = 4  # one cell of the network's answer is four pixels
_MULTIPLE: Final = 32  # the network takes sides of such multiples
_CLOSE_UP: Final = 192  # pixels: side of a cut-out
_CLOSE_FACES: Final = (40, 80)  # pixels: how large a face is shown in it
_AT_ONCE: Final = 16  # cut-outs per run: bounds the memory
_LONGEST: Final = 4  # a panorama gets at most this many times the long side
_SAME_OVERLAP: Final = 0.35
_SAME_CONTAINED: Final = 0.7

Hits = NDArray[np.float64]
"""Rows of left, top, right, bottom (pixels of the photo) and score."""


@dataclass(frozen=True, slots=True)
class Face:
    """A place with a face: ``box`` in pixels of the upright photo, ``score`` from 0 to 1.

    ``certain`` is false for a candidate: a person must say whether it is a face.
    """

    box: Box
    score: float
    certain: bool


def detect(image: Image.Image) -> tuple[Face, ...]:
    """The faces in ``image``, in reading order: row by row, each row from the left.

    Raises:
        runtime.NetworkError: the weights are not installed.
    """
    photo = image if image.mode == "RGB" else image.convert("RGB")
    net = network.load()
    hits = _strongest(np.concatenate([_seen_at(net, photo, side) for side in SIDES]))
    unsure = hits[:, 4] < CERTAIN
    nearby = hits[:, 4].copy()
    nearby[unsure] = _scores_nearby(net, photo, hits[unsure])
    found = []
    for hit, close in zip(hits, nearby, strict=True):
        score = float(max(hit[4], close))
        box = _box(hit).clipped(*photo.size)
        if close >= DOUBTED and box.area > 0:
            found.append(Face(box, round(score, 3), score >= CERTAIN))
    return _in_reading_order(found)


def _seen_at(net: object, photo: Image.Image, side: int) -> Hits:
    area = photo.width * photo.height
    factor = min(side * math.sqrt(0.75 / area), _LONGEST * side / max(photo.size))
    width, height = max(1, round(photo.width * factor)), max(1, round(photo.height * factor))
    kernel = Image.Resampling.BILINEAR if factor < 1 else Image.Resampling.BICUBIC
    scaled = photo.resize((width, height), kernel)
    padded = np.zeros((1, 3, _round_up(height), _round_up(width)), np.float32)
    padded[0, :, :height, :width] = np.asarray(scaled).transpose(2, 0, 1)
    _, hits = _read(*runtime.run(net, padded), threshold=SEEN)
    hits[:, [0, 2]] *= photo.width / width
    hits[:, [1, 3]] *= photo.height / height
    return _strongest(hits)


def _round_up(length: int) -> int:
    return -(-length // _MULTIPLE) * _MULTIPLE


def _read(
    heat: runtime.Pixels, size: runtime.Pixels, offset: runtime.Pixels, *, threshold: float
) -> tuple[NDArray[np.intp], Hits]:
    """Turn the network's maps into boxes; also says in which picture of the batch each one is."""
    picture, row, column = np.nonzero(heat[:, 0] > threshold)
    score = heat[picture, 0, row, column]
    height, width = (np.exp(size[picture, axis, row, column]) * _STRIDE for axis in (0, 1))
    middle_y = (row + offset[picture, 0, row, column] + 0.5) * _STRIDE
    middle_x = (column + offset[picture, 1, row, column] + 0.5) * _STRIDE
    edges = (middle_x - width / 2, middle_y - height / 2, middle_x + width / 2, middle_y + height / 2)
    return picture, np.stack([*edges, score], axis=1).astype(np.float64)


def _strongest(hits: Hits) -> Hits:
    """One hit per face: of hits that overlap, or of which one lies within the other, the best stays."""
    rest = hits[np.argsort(-hits[:, 4], kind="stable")]
    kept = []
    while len(rest):
        best = rest[0]
        kept.append(best)
        shared = _shared(best, rest)
        areas = _areas(rest)
        union = areas + areas[0] - shared
        apart = (shared <= _SAME_OVERLAP * union) & (shared <= _SAME_CONTAINED * np.minimum(areas, areas[0]))
        apart[0] = False
        rest = rest[apart]
    return np.array(kept).reshape(-1, 5)


def _areas(hits: Hits) -> Hits:
    return np.asarray((hits[:, 2] - hits[:, 0]) * (hits[:, 3] - hits[:, 1]))


def _shared(one: Hits, hits: Hits) -> Hits:
    width = np.minimum(one[2], hits[:, 2]) - np.maximum(one[0], hits[:, 0])
    height = np.minimum(one[3], hits[:, 3]) - np.maximum(one[1], hits[:, 1])
    return np.asarray(np.clip(width, 0, None) * np.clip(height, 0, None))


def _scores_nearby(net: object, photo: Image.Image, hits: Hits) -> Hits:
    """For each hit the best score that the same network gives it in a cut-out."""
    best = np.zeros(len(hits))
    for face in _CLOSE_FACES:
        for start in range(0, len(hits), _AT_ONCE):
            some = hits[start : start + _AT_ONCE]
            for index, score in _looked_at(net, photo, some, face):
                best[start + index] = max(best[start + index], score)
    return best


def _looked_at(net: object, photo: Image.Image, hits: Hits, face: int) -> Iterator[tuple[int, float]]:
    factors = face / np.sqrt(np.maximum(_areas(hits), 1))
    corners = (hits[:, :2] + hits[:, 2:4]) / 2 - _CLOSE_UP / 2 / factors[:, np.newaxis]
    batch = np.stack(
        [_cut_out(photo, corner, factor) for corner, factor in zip(corners, factors, strict=True)]
    )
    pictures, found = _read(*runtime.run(net, batch), threshold=DOUBTED / 2)
    for index, seen in zip(pictures, found, strict=True):
        seen[:4] = seen[:4] / factors[index] + np.tile(corners[index], 2)
        shared = _shared(hits[index], seen[np.newaxis])[0]
        union = _areas(hits[index][np.newaxis])[0] + _areas(seen[np.newaxis])[0] - shared
        if shared > _SAME_OVERLAP * union:
            yield int(index), float(seen[4])


def _cut_out(photo: Image.Image, corner: Hits, factor: float) -> runtime.Pixels:
    side = _CLOSE_UP / factor
    area = tuple(round(float(edge)) for edge in (*corner, *(corner + side)))
    cut = photo.crop((area[0], area[1], max(area[2], area[0] + 1), max(area[3], area[1] + 1)))
    shown = cut.resize((_CLOSE_UP, _CLOSE_UP), Image.Resampling.BILINEAR)
    return np.asarray(shown, np.float32).transpose(2, 0, 1)


def _box(hit: Hits) -> Box:
    left, top = math.floor(hit[0]), math.floor(hit[1])
    return Box(left, top, math.ceil(hit[2]) - left, math.ceil(hit[3]) - top)


def _in_reading_order(faces: list[Face]) -> tuple[Face, ...]:
    rows: list[list[Face]] = []
    for face in sorted(faces, key=lambda face: (face.box.centre[1], face.box.x)):
        first = rows[-1][0] if rows else None
        if first and face.box.centre[1] - first.box.centre[1] < first.box.height / 2:
            rows[-1].append(face)
        else:
            rows.append([face])
    return tuple(face for row in rows for face in sorted(row, key=lambda face: face.box.x))
