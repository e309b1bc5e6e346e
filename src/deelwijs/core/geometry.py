"""Places in a photo."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in whole pixels of the upright photo, measured from its top left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def area(self) -> int:
        """Pixels inside the box."""
        return self.width * self.height

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box, in pixels."""
        return self.x + self.width / 2, self.y + self.height / 2

    def grown(self, factor: float) -> Box:
        """The box made ``factor`` times as wide and high around the same centre."""
        centre_x, centre_y = self.centre
        width, height = round(self.width * factor), round(self.height * factor)
        return Box(round(centre_x - width / 2), round(centre_y - height / 2), width, height)

    def clipped(self, width: int, height: int) -> Box:
        """The part of the box inside a photo of ``width`` by ``height`` pixels."""
        left, top = max(0, self.x), max(0, self.y)
        right, bottom = min(width, self.x + self.width), min(height, self.y + self.height)
        return Box(left, top, max(0, right - left), max(0, bottom - top))

    def overlap(self, other: Box) -> float:
        """Intersection over union with ``other``, from 0 (apart) to 1 (the same)."""
        shared_width = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        shared_height = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        if shared_width <= 0 or shared_height <= 0:
            return 0.0
        shared = shared_width * shared_height
        return shared / (self.area + other.area - shared)
