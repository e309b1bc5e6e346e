"""Measure the face check on photos with known faces: ``python -m deelwijs.vision.bench FOLDER``.

The folder holds photos, ``boxes.json`` (file name -> list of [x, y, width, height]) and, if wanted,
``boxes_ignore.json`` (regions in which a hit is neither right nor wrong).
"""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from deelwijs.core.geometry import Box
from deelwijs.vision.decode import open_photo
from deelwijs.vision.faces import Face, detect


@dataclass(frozen=True, slots=True)
class Measured:
    """``found`` and ``false_alarms`` count certain faces, ``candidates`` wrong ones among the rest;
    ``seconds`` is processor time for all photos, ``peak_mb`` the most memory this process ever held."""

    photos: int
    faces: int
    found: int
    found_or_candidate: int
    false_alarms: int
    candidates: int
    seconds: float
    peak_mb: int

    @property
    def recall(self) -> float:
        """Share of the known faces with a certain hit, from 0 to 1."""
        return self.found / self.faces


def matches(known: Box, hit: Box) -> bool:
    """The two overlap by 0.4 or more, or the hit's centre lies in the box at a like size (a quarter to
    four times the area): a face box has no exact edge, and annotators draw it tighter or wider."""
    x, y = hit.centre
    inside = known.x <= x <= known.x + known.width and known.y <= y <= known.y + known.height
    return known.overlap(hit) >= 0.4 or (inside and known.area / 4 < hit.area < known.area * 4)


def measure(folder: Path) -> Measured:
    """Check every photo that ``boxes.json`` names."""
    known = _boxes(folder / "boxes.json")
    ignored = _boxes(folder / "boxes_ignore.json") if (folder / "boxes_ignore.json").is_file() else {}
    counts = [0, 0, 0, 0]
    started = time.process_time()
    for name, boxes in known.items():
        faces = detect(open_photo((folder / name).read_bytes()).pixels)
        counts = [a + b for a, b in zip(counts, _judge(boxes, ignored.get(name, []), faces), strict=True)]
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    total = sum(len(boxes) for boxes in known.values())
    found, found_or_candidate, false_alarms, candidates = counts
    return Measured(
        len(known), total, found, found_or_candidate, false_alarms, candidates, round(seconds, 2), peak
    )


def _boxes(path: Path) -> dict[str, list[Box]]:
    return {name: [Box(*edges) for edges in boxes] for name, boxes in json.loads(path.read_text()).items()}


def _judge(boxes: list[Box], ignored: list[Box], faces: tuple[Face, ...]) -> list[int]:
    """Found, found or candidate, false alarms, wrong candidates. A hit answers for one face only."""
    waiting = list(boxes)
    counts = [0, 0, 0, 0]
    for face in sorted(faces, key=lambda face: (-face.certain, -face.score)):
        answered = [box for box in waiting if matches(box, face.box)]
        if answered:
            waiting.remove(max(answered, key=face.box.overlap))
            counts[0] += face.certain
            counts[1] += 1
        elif not any(_holds(region, face.box) for region in ignored):
            counts[2 if face.certain else 3] += 1
    return counts


def _holds(region: Box, hit: Box) -> bool:
    x, y = hit.centre
    return region.x <= x <= region.x + region.width and region.y <= y <= region.y + region.height


if __name__ == "__main__":
    result = measure(Path(sys.argv[1]))
    sys.stdout.write(f"{result}\nrecall {result.recall:.3f}\n")
