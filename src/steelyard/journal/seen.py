"""A small memory of which keys a journal holds: about 4.3 bytes a row where a set of keys takes a hundred.

It may answer "perhaps" for a key it never saw (less than once in a run of a million rows); the journal then looks
into its file. It never forgets one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left


class Seen:
    """Forty bits of each 32-byte key: the first byte chooses a sorted array, the next four are kept in it."""

    def __init__(self) -> None:
        self._buckets = tuple(array("I") for _ in range(256))

    def add(self, key: bytes) -> bool:
        """Remember `key`; True when it (or, rarely, one like it) was there already."""
        bucket, mark = self._buckets[key[0]], int.from_bytes(key[1:5], "big")
        at = bisect_left(bucket, mark)
        if at < len(bucket) and bucket[at] == mark:
            return True
        bucket.insert(at, mark)
        return False
