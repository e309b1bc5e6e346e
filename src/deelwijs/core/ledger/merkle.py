"""The Merkle tree over a chain, after RFC 6962 section 2.1 (the same tree as RFC 9162 section 2.1).

One root stands for every entry up to it. That an entry lies under a root, and that a later root only adds
to an earlier one, is shown with a handful of hashes: nothing about other entries has to be given away.
All hashes are SHA-256, as 32 bytes; places in the log count from zero.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256().digest()  # the root of a log without entries


def leaf(entry_hash: bytes) -> bytes:
    """The leaf of an entry, from the entry's hash."""
    return hashlib.sha256(b"\0" + entry_hash).digest()


def node(left: bytes, right: bytes) -> bytes:
    """What stands above two hashes."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Peaks:
    """The tree while a log is read from its start: the roots of the perfect trees that make it up.

    Their sizes are the ones in the binary notation of ``size``; that is all a root needs.
    """

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def add(self, entry_hash: bytes) -> None:
        """Add the next entry, by its hash."""
        top, full = leaf(entry_hash), self.size
        while full & 1:
            top = node(self._peaks.pop(), top)
            full >>= 1
        self._peaks.append(top)
        self.size += 1

    def root(self) -> bytes:
        """The root over what was added so far."""
        return _fold(self._peaks)


class Tree:
    """A whole log in memory, to make proofs from: about 130 bytes per entry."""

    def __init__(self, entry_hashes: Iterable[bytes]) -> None:
        level = [leaf(one) for one in entry_hashes]
        self.size = len(level)
        # Per height the roots of the perfect trees of that height, from the left.
        self._levels = [level]
        while len(level) > 1:
            level = [node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
            self._levels.append(level)

    def root(self, size: int | None = None) -> bytes:
        """The root over the first ``size`` entries, or over all.

        Raises:
            ValueError: when the log is not that long.
        """
        size = self.size if size is None else size
        self._require(size)
        return self._span(0, size)

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """The path from the entry at ``index`` to the root over the first ``size`` (section 2.1.1).

        Raises:
            ValueError: when the log is not that long or the entry does not lie under that root.
        """
        self._require(size)
        if not 0 <= index < size:
            raise ValueError(f"entry {index} does not lie under a root over {size}")
        return self._path(index, 0, size)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """What shows that the root over ``new`` entries adds to the one over ``old`` (section 2.1.2).

        Raises:
            ValueError: when the log is not that long, or ``old`` is nothing or more than ``new``.
        """
        self._require(new)
        if not 0 < old <= new:
            raise ValueError(f"a root over {new} cannot add to one over {old}")
        return [] if old == new else self._subproof(old, 0, new, whole=True)

    def _require(self, size: int) -> None:
        if not 0 <= size <= self.size:
            raise ValueError(f"the log has {self.size} entries, not {size}")

    def _span(self, start: int, end: int) -> bytes:
        """The root over ``start`` up to ``end``; ``start`` is where such a tree may begin."""
        peaks = []
        while start < end:
            height = (end - start).bit_length() - 1
            peaks.append(self._levels[height][start >> height])
            start += 1 << height
        return _fold(peaks)

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _left(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._span(middle, end)]
        return [*self._path(index, middle, end), self._span(start, middle)]

    def _subproof(self, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        if old == end:
            return [] if whole else [self._span(start, end)]
        middle = start + _left(end - start)
        if old <= middle:
            return [*self._subproof(old, start, middle, whole=whole), self._span(middle, end)]
        return [*self._subproof(old, middle, end, whole=False), self._span(start, middle)]


def root_above(entry_hash: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root over ``size`` entries to which a path leads from the entry at ``index``; the proof holds
    when it is the root that was signed (RFC 9162 section 2.1.3.2).

    Raises:
        ValueError: when the path is too long, too short, or the entry lies outside the log.
    """
    if not 0 <= index < size:
        raise ValueError("the entry does not lie under this root")
    top, at, last = leaf(entry_hash), index, size - 1
    for step in path:
        if last == 0:
            raise ValueError("the path is too long")
        if at & 1 or at == last:
            top = node(step, top)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            top = node(top, step)
        at, last = at >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return top


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether a path shows that the later root only adds to the earlier one (RFC 9162 section 2.1.4.2)."""
    if old == new:
        return old_root == new_root and not path
    if not 0 < old < new:
        return False
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    was = now = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            was, now = node(step, was), node(step, now)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            now = node(now, step)
        at, last = at >> 1, last >> 1
    return last == 0 and was == old_root and now == new_root


def _left(size: int) -> int:
    """How many of ``size`` entries stand in the left half: the largest power of two below it."""
    return 1 << (size - 1).bit_length() - 1


def _fold(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return EMPTY
    top = peaks[-1]
    for peak in reversed(peaks[:-1]):
        top = node(peak, top)
    return top
