"""The rows behind a verdict: failing answers to show, counts by part of the bank, findings and coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from steelyard.records import (
    Checks,
    CoverageRow,
    EvidenceRow,
    FindingRow,
    LabelRow,
    Measure,
    Reading,
    Survey,
    TrialRow,
    is_failure,
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A counted trial with its reading; `aspect` is empty where it is not known."""

    trial: TrialRow
    reading: Reading | None
    aspect: str
    failed: bool


@dataclass(frozen=True, slots=True)
class AspectCount:
    """One part of a bank: families in the bank, counted, failed."""

    aspect: str
    families: int
    counted: int
    failed: int


class Evidence:
    """Evidence rows, by what they speak about."""

    def __init__(self, rows: tuple[EvidenceRow, ...], aspects: Mapping[str, str]) -> None:
        self._aspects = aspects
        self._trials: dict[tuple[str, str], TrialRow] = {}
        self._readings: dict[tuple[str, str], Reading] = {}
        self._findings: dict[str, FindingRow] = {}
        self.coverage: dict[str, CoverageRow] = {}
        for row in rows:
            match row:
                case TrialRow():
                    self._trials[row.survey, row.item] = row
                case LabelRow():
                    self._readings[row.trial, row.judge] = row.reading
                case FindingRow():
                    self._findings[row.key] = row
                case CoverageRow():
                    self.coverage[row.scan] = row

    def counted(self, survey: Survey, measure: Measure) -> list[Answered]:
        """The counted trials of a survey, in the committed order."""
        answered = []
        for planned in survey.families[: measure.counted]:
            trial = self._trials.get((survey.id, planned.item))
            if trial is None:
                continue
            reading = self._readings.get((trial.key, survey.judge.id))
            failed = trial.fault is None and reading is not None and is_failure(survey.expectation, reading)
            answered.append(Answered(trial, reading, self._aspects.get(planned.family, ""), failed))
        return answered

    def failing(self, survey: Survey, measure: Measure) -> list[Answered]:
        """Failing answers, first one of each part of the bank, then a second of each, so that a few show the range."""
        seen: Counter[str] = Counter()
        ranked = []
        for position, answer in enumerate(self.counted(survey, measure)):
            if answer.failed:
                ranked.append((seen[answer.aspect], position, answer))
                seen[answer.aspect] += 1
        return [answer for _, _, answer in sorted(ranked, key=lambda entry: entry[:2])]

    def by_aspect(self, survey: Survey, measure: Measure) -> list[AspectCount]:
        """Counts for each part of the bank, in the order of their names."""
        answers = self.counted(survey, measure)
        counted = Counter(answer.aspect for answer in answers)
        failed = Counter(answer.aspect for answer in answers if answer.failed)
        return [
            AspectCount(aspect, families, counted[aspect], failed[aspect])
            for aspect, families in sorted(survey.composition.items())
        ]

    def findings(self, checks: Checks) -> list[FindingRow]:
        """The findings that fail a requirement, gravest first, then by place."""
        rows = (self._findings[key] for key in checks.findings if key in self._findings)
        return sorted(rows, key=lambda row: (-row.severity, row.place.file, row.place.line, row.rule, row.key))

    def unread(self, checks: Checks) -> list[tuple[str, str]]:
        """Paths that could not be read, with the reason."""
        return sorted(
            entry for scan in checks.scans if scan in self.coverage for entry in self.coverage[scan].unread.items()
        )
