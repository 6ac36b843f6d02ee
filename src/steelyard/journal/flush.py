"""Brings written rows to the disk: one `fdatasync` for all rows of 50 ms, or for 256 of them, in a thread."""

from __future__ import annotations

import os
import threading

WAIT_S = 0.05
ROWS = 256

data_sync = getattr(os, "fdatasync", os.fsync)
"""`fdatasync` where the system has it."""


class Flusher:
    """Flushes a file descriptor in the background; `wrote` is called after each row and costs almost nothing."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._written = self._flushed = 0  # each is written by one thread only
        self._dirty, self._full = threading.Event(), threading.Event()
        self._closing = False
        self.error: OSError | None = None
        self._thread = threading.Thread(target=self._run, name="journal-flush", daemon=True)
        self._thread.start()

    def wrote(self) -> None:
        """One more row lies with the operating system."""
        self._written += 1
        if not self._dirty.is_set():
            self._dirty.set()
        if self._written - self._flushed >= ROWS and not self._full.is_set():
            self._full.set()

    def close(self) -> None:
        """Flush what is left and end the thread."""
        self._closing = True
        self._full.set()
        self._dirty.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._dirty.wait()
            self._full.wait(WAIT_S)
            self._dirty.clear()
            self._full.clear()
            # Read after the flags were cleared: a row or a close that came before is dealt with now, and one that comes
            # later sets them again.
            last, upto = self._closing, self._written
            try:
                data_sync(self._fd)
            except OSError as error:
                self.error = error
                return
            self._flushed = upto
            if last:
                return
