"""A stretch of days, as custody, a class or a job has one. No clock: the day always comes from outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day up to and including the last; either may be open (None).

    A period that ends before it starts holds on no day: a file may end today what was to begin tomorrow.
    """

    starts_on: date | None = None
    ends_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether ``day`` lies in it; the first and the last day do."""
        return not self.is_ahead_of(day) and not self.is_over_on(day)

    def is_ahead_of(self, day: date) -> bool:
        """Whether it begins after ``day``."""
        return self.starts_on is not None and self.starts_on > day

    def is_over_on(self, day: date) -> bool:
        """Whether it ended before ``day``."""
        return self.ends_on is not None and self.ends_on < day

    @property
    def turning_days(self) -> tuple[date, ...]:
        """The days on which something is different from the day before: the first, and the one after the
        last."""
        after = (self.ends_on + _ONE_DAY,) if self.ends_on and self.ends_on < date.max else ()
        return ((self.starts_on,) if self.starts_on else ()) + after


ALWAYS = Period()
