"""Live progress on standard error: one line that is written over on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from unicodedata import east_asian_width

from steelyard.probes import Progress
from steelyard.records import Language, Survey
from steelyard.stats import RiskReading, anytime_interval

from .spans import span
from .terminal import visible
from .words import say

_TERMINAL_S, _LOG_S = 0.5, 15.0


class Ticker:
    """Shows calls, bounds closing in and the time that is left at most. Close it before other lines are written."""

    def __init__(self, language: Language, alpha: str) -> None:
        self._language, self._alpha = language, alpha
        self._live = sys.stderr.isatty()
        self._began = self._told = time.monotonic()
        self._before = 0
        self._survey = ""

    def __call__(self, survey: Survey, seen: Progress) -> None:
        """Show a look at an asking, unless one was shown a moment ago."""
        now = time.monotonic()
        if survey.id != self._survey:
            self._survey, self._began, self._before = survey.id, now, seen.answers
        if now - self._told < (_TERMINAL_S if self._live else _LOG_S):
            return
        self._told = now
        self._write(visible(self._line(survey, seen, now - self._began)))

    def close(self) -> None:
        """Take the live line away."""
        if self._live:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _line(self, survey: Survey, seen: Progress, elapsed: float) -> str:
        reading, language = seen.reading, self._language
        if seen.risks is not None and not seen.risks.ended:
            return self._lists_line(survey, seen, seen.risks, elapsed)
        if seen.families is not None:
            return self._wordings_line(survey, seen, elapsed)
        bounds = anytime_interval(
            reading.counted, reading.failures, reading.failures + reading.open_faults, self._alpha
        )
        left = self._left(seen, len(survey.families) - reading.counted, elapsed)
        return say(
            "progress", language, threshold=survey.threshold.id, counted=reading.counted, sample=len(survey.families),
            failures=reading.failures, low=bounds.low, high=bounds.high, limit=survey.threshold.limit, left=left,
        )  # fmt: skip

    def _lists_line(self, survey: Survey, seen: Progress, risks: RiskReading, elapsed: float) -> str:
        return say(
            "progress_lists", self._language, threshold=survey.threshold.id, risks=len(risks.tallies),
            clean=len(risks.listed("clean")), failing=len(risks.listed("failing")), undecided=len(risks.undecided),
            answers=seen.answers, left=self._left(seen, seen.size - seen.answers, elapsed),
        )  # fmt: skip

    def _wordings_line(self, survey: Survey, seen: Progress, elapsed: float) -> str:
        return say(
            "progress_wordings", self._language, threshold=survey.threshold.id, answers=seen.answers, most=seen.size,
            left=self._left(seen, seen.size - seen.answers, elapsed),
        )  # fmt: skip

    def _left(self, seen: Progress, most: int, elapsed: float) -> str:
        answers = seen.answers - self._before
        if not answers:
            return say("no_answer_yet", self._language)
        return say("time_left", self._language, time=span(elapsed / answers * most, self._language))

    def _write(self, line: str) -> None:
        if self._live:
            sys.stderr.write("\r\x1b[K" + _fitting(line, shutil.get_terminal_size().columns - 1))
        else:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()


def _fitting(line: str, columns: int) -> str:
    """As much of the line as fits, Chinese signs taking two columns."""
    used = 0
    for index, sign in enumerate(line):
        used += 2 if east_asian_width(sign) in "WF" else 1
        if used > columns:
            return line[:index]
    return line
