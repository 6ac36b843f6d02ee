"""Runs drawn by lot: invented standards, banks, answers and people's labels, planned and judged by the assessor.

Shared by the tests of the verifier and by the claim that compares both implementations.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple, get_args

from steelyard.assess import AtHand, Endpoint, JudgeErrors, Judgement, QuestionSet, Rules, judge_run, make_plan
from steelyard.assess.risks import read_lists
from steelyard.assess.wordings import read_wordings
from steelyard.banks import Bank, Family, Manifest, Wording
from steelyard.banks.manifest import Bilingual
from steelyard.catalog import Item, Standard, StandardThreshold, Words
from steelyard.journal import Entry, run_key
from steelyard.journal.lines import encode_line, salt_of
from steelyard.records import (
    OUTCOME_OF,
    AssetIdentity,
    CallRow,
    CoverageRow,
    Fault,
    FindingRow,
    Finish,
    JudgeIdentity,
    LabelRow,
    Message,
    Place,
    Plan,
    PlannedFamily,
    Reading,
    Request,
    Response,
    Row,
    Sampling,
    Scan,
    Survey,
    SystemIdentity,
    TargetIdentity,
    TrialRow,
    call_key,
    coverage_key,
    digest,
    finding_key,
    label_key,
    plan_hash,
    trial_key,
)
from steelyard.stats import Status, bank_table, population_table, read_path

RISKS = ("R-ONE", "R-TWO", "R-THREE", "R-FOUR")
LIMITS = ("0.05", "0.1", "0.02", "0.5", "0.333", "0.9")
READINGS: tuple[Reading, ...] = tuple(reading for reading, outcome in OUTCOME_OF.items() if outcome != "open")
PEOPLE_READ: tuple[Reading, ...] = tuple(reading for reading in OUTCOME_OF if reading != "cut")
WORDS = Bilingual("words", "词")
SECRET = bytes(range(32))


def _person(trial: str, role: str, rater: str, reading: Reading) -> LabelRow:
    labeller = f"person:{rater}"
    return LabelRow(label_key(trial=trial, judge=role, labeller=labeller), trial, role, labeller, reading)


def some(draw: Random, things: Iterable[Any], least: int = 0) -> tuple[Any, ...]:
    """A random part of some things, in their order."""
    things = tuple(things)
    chosen = draw.sample(range(len(things)), draw.randint(min(least, len(things)), len(things)))
    return tuple(things[index] for index in sorted(chosen))


@dataclass
class Maker:
    """Draws a run. `most`: families of a bank at most; `whole`: everything asked and read, nothing left out."""

    draw: Random
    most: int = 40
    whole: bool = False
    interrupted: bool = field(default=False, init=False)
    texts: dict[str, str] = field(default_factory=dict, init=False)

    def plan(self) -> Plan:
        draw = self.draw
        language = draw.choice(["en", "zh"])
        surveys = draw.randint(1, 3) if self.whole else draw.choice([0, 1, 1, 1, 2, 3])
        thresholds = [self._threshold(number) for number in range(surveys + draw.randint(0, 2))]
        scans = tuple(self._scan(number) for number in range(1 if self.whole else draw.choice([0, 0, 1, 2])))
        standards = self._standards(thresholds)
        banks = [self._bank(number) for number in range(surveys)]
        served = draw.sample(thresholds, surveys)
        judge = JudgeIdentity(
            "scripted", digest("judge"), draw.choice(["rule:scripted", "person", "published:set", "model:m"]),
            draw.choice([None, digest("passport")]),
        )  # fmt: skip
        at_hand = AtHand(
            endpoints=tuple(self._endpoint(number) for number in range(draw.choice([1, 1, 2]))),
            questions=tuple(
                QuestionSet("refusal-bank", threshold.id, bank) for threshold, bank in zip(served, banks, strict=True)
            ),
            scans=scans,
            judge=judge,
            errors=draw.choice(
                [None, JudgeErrors("0.9", "0.95", people=True), JudgeErrors("0.4", "0.5", people=False)]
            ),
        )
        system = SystemIdentity(
            digest(["system", draw.random().hex()]), "a system 系统", "an owner", language, "general",
            (AssetIdentity("service0", "endpoint", digest("target")), AssetIdentity("code0", "source", digest("tree"))),
        )  # fmt: skip
        return make_plan(system, standards, at_hand, self._rules())

    def rows(self, plan: Plan) -> list[Row]:
        """What a run of this plan may leave, in any order. Sets `interrupted` when it had not ended."""
        rows: list[Row] = []
        taken: set[str] = set()
        for survey in plan.surveys:
            answers = self._answers(plan, survey, taken)
            rows += answers + self._people(survey, answers)
        for scan in plan.scans:
            rows += self._findings(scan)
        self.draw.shuffle(rows)
        return rows

    def _rules(self) -> Rules:
        draw = self.draw
        return Rules(
            purpose=draw.choice(["screening", "gate", "certificate"]),
            look_every=draw.choice([1, 1, 2, 7]),
            attempt=draw.choice([None, None, 1, 3]),
            complete=not self.whole and draw.random() < 0.3,
            people=not self.whole and draw.random() < 0.2,
            risk_lists=self.whole or draw.random() < 0.5,
            wordings=1 if self.whole else draw.choice([1, 1, 2, 3]),
            nonce=draw.randbytes(8).hex(),
            seed=None if self.whole or draw.random() < 0.7 else draw.randbytes(draw.randint(1, 32)).hex(),
        )

    def _threshold(self, number: int) -> StandardThreshold:
        limit, comparator = self.draw.choice(LIMITS), self.draw.choice(["<=", ">="])
        return StandardThreshold(
            f"T{number}", f"c{number}", Words("share", "占比"), comparator, limit, self.draw.choice("VSBR"),
            n_min=self.draw.choice([None, self.draw.randint(1, self.most)]), over="questions",
        )  # fmt: skip

    def _standards(self, thresholds: list[StandardThreshold]) -> list[Standard]:
        draw = self.draw
        items = [
            Item(
                f"c{number}", "std", "std.yaml", "items", Words("clause"), Words("text"),
                draw.choice(["auto", "auto", "hybrid", "human"]), draw.choice("VVSBR"),
                probes=some(draw, ("refusal-bank", "secret-scan", "people-review")),
                thresholds=some(draw, (threshold.id for threshold in thresholds)), risks=some(draw, RISKS),
                soft=draw.random() < 0.3,
            )
            for number in range(draw.randint(1, 5))
        ]  # fmt: skip
        whole = Item(
            "all", "std", "std.yaml", "items", Words("clause"), Words(), "auto", "V", probes=("refusal-bank",),
            thresholds=tuple(threshold.id for threshold in thresholds), risks=RISKS[:2],
        )  # fmt: skip
        return [Standard("std", ("std",), "std.yaml", Words("a standard"), "R", (), (*items, whole),
                         thresholds=tuple(thresholds))]  # fmt: skip

    def _bank(self, number: int) -> Bank:
        draw = self.draw
        size = draw.randint(max(1, self.most // 2) if self.whole else 1, self.most)
        expectation = draw.choice(["refuse", "answer"])
        parts = draw.choice(["A", "AB", "AB", "BACD", "ABCDEFG"])
        families = tuple(self._family(number, each, expectation, draw.choice(parts)) for each in range(size))
        manifest = Manifest(
            f"bank{number}", "1", WORDS, "Apache-2.0", "std", "slice", expectation, ("en", "zh"), WORDS, WORDS, WORDS,
            dict.fromkeys("ABCDEFG", RISKS),
        )  # fmt: skip
        return Bank(manifest, tuple(sorted(families, key=lambda family: family.id)), digest(["root", number, size]))

    def _family(self, bank: int, number: int, expectation: Any, aspect: str) -> Family:
        name = digest(["family", bank, number, self.draw.random().hex()])
        wordings = tuple(
            Wording(digest({"family": name, "language": language, "text": text}), language, text)
            for language in ("en", "zh")
            for text in _texts(language, number, self.draw.choice([1, 2, 2, 3]))
        )
        self.texts |= {wording.id: wording.text for wording in wordings}
        return Family(name, aspect, RISKS[0], expectation, wordings, "ours", "person", "idea", b"")

    def _endpoint(self, number: int) -> Endpoint:
        target = TargetIdentity(
            "scripted", f"model {number}", {"n": number, "on": True, "mode": "x"}, {"name": "模型"},
            {"w": digest("weights")},
        )  # fmt: skip
        sampling = Sampling("0", self.draw.choice([48, 256]), self.draw.choice([None, 0, 7]))
        return Endpoint(f"service{number}", target, sampling)

    def _scan(self, number: int) -> Scan:
        return Scan(f"secret-scan:code{number}", "secret-scan", f"code{number}", digest("rules"),
                    some(self.draw, RISKS, least=1))  # fmt: skip

    def _answers(self, plan: Plan, survey: Survey, taken: set[str]) -> list[Row]:
        size, limit, every = len(survey.families), survey.threshold.limit, survey.families + survey.further
        rate = self.draw.choice([0.0, 0.02, float(limit), 0.3, 1.0])
        rates = {part: rate if self.draw.random() < 0.6 else self.draw.choice([0.0, 0.5, 1.0]) for part in "ABCDEFG"}
        faulty = self.draw.choice([0.0, 0.0, 0.05, 0.4])
        keys = [_key_of(survey, planned.item) for planned in every]
        asked: dict[int, tuple[Row, ...]] = {}
        known = bytearray(len(every))
        for position in range(len(every)):
            if keys[position] not in taken:
                known[position], asked[position] = self._answer(
                    survey, every[position], position, rates[every[position].aspect], faulty
                )  # fmt: skip
        statuses = known[:size]
        strict = population_table(size, limit, plan.alpha)
        forecast = bank_table(size, limit, plan.alpha) if survey.forecast_table else None
        path = read_path(bytes(statuses), strict, forecast, look_every=plan.look_every, complete=plan.complete)
        stop, listed = path.counted, read_lists(plan, survey, bytes(statuses), path)
        worded = read_wordings(plan, survey, bytes(known), path)
        needed = set(listed.beyond | worded.beyond)
        if not self.whole and self.draw.random() < 0.25:
            stop = self.draw.randint(0, size)
            self.interrupted = True
        if needed and not self.whole and self.draw.random() < 0.2:
            needed = set(self.draw.sample(sorted(needed), self.draw.randrange(len(needed))))
            self.interrupted = True
        if not (path.ended and listed.ended and worded.ended):
            self.interrupted = True
        beyond = [each for each in asked if each >= stop and each not in needed]
        kept = [each for each in asked if each < stop or each in needed] + self.draw.sample(
            beyond, min(len(beyond), self.draw.randint(0, 4))
        )
        taken.update(keys[each] for each in kept)
        rows = [row for each in kept for row in asked[each]]
        if self.interrupted and self.draw.random() < 0.3:  # an answer that nobody read before the end
            rows = [row for row in rows if not isinstance(row, LabelRow) or self.draw.random() < 0.9]
        return rows

    def _answer(
        self, survey: Survey, planned: PlannedFamily, position: int, rate: float, faulty: float
    ) -> tuple[int, tuple[Row, ...]]:
        draw = self.draw
        key = _key_of(survey, planned.item)
        request = Request((Message("user", self.texts[planned.item]),), survey.sampling)
        calls = tuple(
            CallRow(call_key(trial=key, asking=1, attempt=attempt, started_us=position), key, 1, attempt, position, 9,
                    draw.choice([None, 200, 503]), draw.choice([None, Fault("instrument_fault", "timeout")]), 3, None)
            for attempt in range(1, draw.choice([1, 2, 3]))
        )  # fmt: skip
        if draw.random() < faulty:
            fault = Fault(draw.choice(["instrument_fault", "machinery_fault", "withheld"]), "timeout")
            trial = TrialRow(key, survey.id, planned.family, planned.item, request, None, fault)
            return Status.OPEN, (trial, *calls)
        fails = draw.random() < rate
        reading: Reading = draw.choice([
            reading for reading in READINGS
            if (OUTCOME_OF[reading] != ("refused" if survey.expectation == "refuse" else "answered")) == fails
        ])  # fmt: skip
        response = Response(f"answer {draw.random()} 回答 \u202e\x07", draw.choice(get_args(Finish)), 3, None)
        trial = TrialRow(key, survey.id, planned.family, planned.item, request, response)
        judge = survey.judge
        name = label_key(trial=key, judge=judge.id, labeller=judge.labeller)
        label = LabelRow(name, key, judge.id, judge.labeller, reading)
        return (Status.FAILURE if fails else Status.SUCCESS), (trial, label, *calls)

    def _people(self, survey: Survey, rows: list[Row]) -> list[Row]:
        """Labels of two or three raters on some answers, mostly the judge's own; some disputes settled."""
        draw, labels = self.draw, []
        share = draw.choice([0.0, 0.0, 0.3, 0.9, 1.0])
        agree = draw.choice([0.7, 0.97, 1.0])
        readings = {row.trial: row.reading for row in rows if isinstance(row, LabelRow)}
        for trial in (row.key for row in rows if isinstance(row, TrialRow) and row.fault is None):
            if draw.random() >= share or trial not in readings:
                continue
            for rater in draw.sample("abc", draw.choice([1, 2, 2, 2, 2, 3])):
                read = readings[trial] if draw.random() < agree else draw.choice(PEOPLE_READ)
                labels.append(_person(trial, "panel", rater, "answered" if read == "cut" else read))
            if draw.random() < 0.1:
                labels.append(_person(trial, "adjudication", "d", draw.choice(PEOPLE_READ)))
        return labels

    def _findings(self, scan: Scan) -> list[Row]:
        draw = self.draw
        rows: list[Row] = []
        for number in range(draw.choice([0, 0, 1, 4]) + self.whole):
            place, excerpt = Place(f"src/file {number}.py", draw.randint(0, 99)), f"key = A…{number}"
            rows.append(
                FindingRow(
                    finding_key(scan=scan.id, rule="secret/x", place=place, excerpt=excerpt), scan.id, "secret/x",
                    draw.randint(1, 5), some(draw, scan.risks), place, excerpt, {"en": "take it out", "zh": "移除"},
                )
            )  # fmt: skip
        if self.whole or draw.random() < 0.85:
            unread = {"big.bin": "too large"} if draw.random() < 0.3 else {}
            rows.append(CoverageRow(coverage_key(scan=scan.id), scan.id, 7, 4096, unread))
        else:
            self.interrupted = True
        return rows


def _texts(language: str, number: int, how_many: int) -> list[str]:
    return [f"{language} question 问题 {number}.{each}" for each in range(how_many)]


def _key_of(survey: Survey, item: str) -> str:
    return trial_key(item=item, technique=survey.technique, target=digest(survey.target), sampling=survey.sampling)


class Made(NamedTuple):
    """A run in memory: what the assessor made of it, and the lines its journal would hold."""

    plan: Plan
    rows: list[Row]
    interrupted: bool
    judgement: Judgement
    lines: list[bytes]

    @property
    def entries(self) -> list[Entry]:
        key = run_key(SECRET, plan_hash(self.plan))
        return [Entry(row, salt_of(key, row.key)) for row in self.rows]


def make_run(seed: int, *, most: int = 40, whole: bool = False) -> Made:
    """The run of this seed."""
    maker = Maker(Random(seed), most, whole)
    plan = maker.plan()
    rows = maker.rows(plan)
    evidence = [row for row in rows if not isinstance(row, CallRow)]
    judgement = judge_run(plan, evidence, interrupted=maker.interrupted)
    return Made(plan, rows, maker.interrupted, judgement, lines_of(plan, rows))


def lines_of(plan: Plan, rows: Iterable[Row]) -> list[bytes]:
    """The journal's lines for these rows."""
    key = run_key(SECRET, plan_hash(plan))
    return [encode_line(row, salt_of(key, row.key)) for row in rows]
