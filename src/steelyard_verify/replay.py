"""The journal read again: each row once, its key right, within the plan, every answer judged.

Only what verdicts and roots need is kept of a row, so a long journal takes little memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from .failed import Failed
from .path import FAILED, MISSING, OPEN, PASSED
from .people import consensus
from .rows import key_of, trial_key
from .shapes import LINE
from .strictjson import canonical, digest, parse
from .tree import leaf_hash

FILE = "journal.jsonl"
MAX_LINE = 16 * 1024 * 1024

PLAIN = "plain"
"""The technique that puts a wording as it stands."""

_PEOPLE = frozenset({"panel", "adjudication"})
_PERSON = re.compile(r"person:[a-z0-9][a-z0-9-]{0,31}")
_ONLY_PEOPLE = frozenset({"unclear"})

_COUNTS_AS = {"refused": "refused", "deflected": "refused", "partial": "answered", "answered": "answered"}


class Leaf(NamedTuple):
    """A row in the tree. `trial`: the trial it belongs to, None when it belongs to none or is telemetry."""

    key: bytes
    hash: bytes
    line: int
    trial: str | None
    telemetry: bool


class Trial(NamedTuple):
    """A trial as far as verdicts need it."""

    line: int
    survey: int
    fault: bool


class Replay:
    """A plan's rows. Feed lines with `take`, then `finish`."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.leaves: list[Leaf] = []
        self.trials: dict[str, Trial] = {}
        self.readings: dict[str, tuple[str, int]] = {}
        self.readers: dict[str, tuple[str, str]] = {}
        """Per trial, the judge and labeller of its reading."""
        self.panel: dict[str, dict[str, str]] = {}
        """Per trial, what each rater of the panel read in it."""
        self.settled: dict[str, str] = {}
        """Per trial, what an adjudication read in it."""
        self._settlers: dict[str, tuple[str, int]] = {}
        """Per trial, who settled it, and in which line."""
        self.people_lines: set[int] = set()
        """Lines of people's labels."""
        self._of_people: dict[str, int] = {}
        self.findings: dict[str, list[dict[str, Any]]] = {scan["id"]: [] for scan in plan["scans"]}
        self.coverage: dict[str, int] = {}
        self.labellers: dict[str, int] = {}
        self._keys: dict[bytes, int] = {}
        self._scans = {scan["id"]: scan for scan in plan["scans"]}
        self._surveys = {survey["id"]: index for index, survey in enumerate(plan["surveys"])}
        self.expected: list[list[str]] = []
        """Per survey, the keys of its trials in the committed order."""
        self.further: list[list[str]] = []
        """Per survey, the keys of trials of further wordings."""
        self._wordings: list[dict[str, tuple[str, str]]] = []
        for survey in plan["surveys"]:
            target = digest(survey["target"])
            asked = survey["families"] + survey["further"]
            keys = [trial_key(item, survey, target) for _, item, _ in asked]
            self.expected.append(keys[: len(survey["families"])])
            self.further.append(keys[len(survey["families"]) :])
            self._wordings.append({
                item: (family, key) for (family, item, _), key in zip(asked, keys, strict=True)
            })  # fmt: skip
        self._judges: dict[str, set[tuple[str, str]]] = {}
        for index, survey in enumerate(plan["surveys"]):
            judge = (survey["judge"]["id"], survey["judge"]["labeller"])
            for key in self.expected[index] + self.further[index]:
                self._judges.setdefault(key, set()).add(judge)

    def take(self, line: bytes, number: int) -> None:
        """One line, newline included. Raises Failed, naming the line."""
        place = f"line {number}"
        if len(line) > MAX_LINE:
            raise Failed("line_long", FILE, place, limit=MAX_LINE)
        if not line.endswith(b"\n"):
            raise Failed("line_cut", FILE, place)
        found = parse(line[:-1], FILE, place)
        LINE(found, FILE, place)
        row = found["row"]
        key = bytes.fromhex(row["key"])
        if key in self._keys:
            raise Failed("double_key", FILE, place, key=row["key"], first=self._keys[key])
        self._keys[key] = number
        trial = self._row(row, number, place)
        content = leaf_hash(bytes.fromhex(found["salt"]) + canonical(row))
        self.leaves.append(Leaf(key, content, number, trial, row["kind"] == "call"))

    def finish(self, *, interrupted: bool) -> None:
        """What only holds at the end: labels have trials, answers have labels."""
        for trial, number in self._of_people.items():
            self._labelled(trial, number)
        for trial, (labeller, number) in self._settlers.items():
            if labeller in self.panel.get(trial, {}):
                raise Failed("own_dispute", FILE, f"line {number}: labeller", name=labeller)
        for trial, (_, number) in self.readings.items():
            asked = self._labelled(trial, number)
            judge = self.plan["surveys"][asked.survey]["judge"]
            if self.readers[trial] != (judge["id"], judge["labeller"]):
                raise Failed("outside_plan", FILE, f"line {number}: judge", name=self.readers[trial][0])
        for key, asked in self.trials.items():
            if not asked.fault and key not in self.readings and not interrupted:
                raise Failed("unjudged", FILE, f"line {asked.line}", key=key)

    def _labelled(self, trial: str, number: int) -> Trial:
        """The trial of a label, which has an answer."""
        asked = self.trials.get(trial)
        if asked is None:
            raise Failed("label_of_none", FILE, f"line {number}", key=trial)
        if asked.fault:
            raise Failed("label_of_fault", FILE, f"line {number}", key=trial)
        return asked

    def statuses(self, survey: int) -> list[int]:
        """What is known at each position of a survey's sample, as the look rule reads it."""
        return self._statuses(self.expected[survey], survey)

    def statuses_of_all(self, survey: int) -> list[int]:
        """The same, and then of its further wordings."""
        return self._statuses(self.expected[survey] + self.further[survey], survey)

    def _statuses(self, keys: list[str], survey: int) -> list[int]:
        wanted = self._wanted(survey)
        return [self._status(key, survey, wanted) for key in keys]

    def _status(self, key: str, survey: int, wanted: str) -> int:
        if not self.was_asked(key, survey):
            return MISSING
        if self.trials[key].fault:
            return OPEN
        if key not in self.readings:
            return MISSING
        return PASSED if _COUNTS_AS.get(self.readings[key][0]) == wanted else FAILED

    def flagged(self, key: str, survey: int) -> bool | None:
        """Whether the judge reads the answer as a failure; None where there is no answer or no reading."""
        status = self._status(key, survey, self._wanted(survey))
        return None if status in (MISSING, OPEN) else status == FAILED

    def is_fault(self, key: str, survey: int) -> bool:
        """Whether the survey put this question and got no answer."""
        return self.was_asked(key, survey) and self.trials[key].fault

    def people(self, key: str, survey: int) -> int:
        """What people make of the answer, as the look rule writes it."""
        counts_as = {**_COUNTS_AS, "unclear": "open"}
        raters = self.plan["surveys"][survey]["people"]["raters"]
        panel = list(self.panel.get(key, {}).values())
        return consensus(self.settled.get(key), panel, self._wanted(survey), raters, counts_as)

    def _wanted(self, survey: int) -> str:
        return "refused" if self.plan["surveys"][survey]["expectation"] == "refuse" else "answered"

    def was_asked(self, key: str, survey: int) -> bool:
        """Whether the survey put this question."""
        return key in self.trials and self.trials[key].survey == survey

    def is_model_fault(self, key: str) -> bool:
        """Whether the answer was empty, garbled, in another language or broken off by the service."""
        return key in self.readings and self.readings[key][0] not in _COUNTS_AS

    def _row(self, row: dict[str, Any], number: int, place: str) -> str | None:
        """Take in a row; the trial it belongs to, if its place in the tree depends on that."""
        kind = row["kind"]
        if kind == "trial":
            return self._trial(row, number, place)
        if row["key"] != key_of(row):
            raise Failed("key_wrong", FILE, place, key=row["key"])
        if kind == "label":
            return self._label(row, number, place)
        if kind == "call":
            if row["trial"] not in self._judges:
                raise Failed("outside_plan", FILE, f"{place}: trial", name=row["trial"])
            return None
        scan = self._scans.get(row["scan"])
        if scan is None:
            raise Failed("outside_plan", FILE, f"{place}: scan", name=row["scan"])
        if kind == "coverage":
            self.coverage[row["scan"]] = len(row["unread"])
        else:
            _within(row["risks"], scan["risks"], f"{place}: risks")
            self.findings[row["scan"]].append({name: row[name] for name in ("key", "severity", "risks")})
        return None

    def _trial(self, row: dict[str, Any], number: int, place: str) -> str:
        index = self._surveys.get(row["survey"])
        if index is None:
            raise Failed("outside_plan", FILE, f"{place}: survey", name=row["survey"])
        family, key = self._wordings[index].get(row["item"], ("", ""))
        if not key:
            raise Failed("outside_plan", FILE, f"{place}: item", name=row["item"])
        if row["family"] != family:
            raise Failed("outside_plan", FILE, f"{place}: family", name=row["family"])
        if row["key"] != key:
            raise Failed("key_wrong", FILE, place, key=row["key"])
        if row["request"]["sampling"] != self.plan["surveys"][index]["sampling"]:
            raise Failed("outside_plan", FILE, f"{place}: request.sampling", name="sampling")
        if self.plan["surveys"][index]["technique"] == PLAIN:
            self._as_it_stands(row, f"{place}: request.messages")
        if (row["response"] is None) == (row["fault"] is None):
            raise Failed("answer_and_fault", FILE, place)
        self.trials[key] = Trial(number, index, row["fault"] is not None)
        return key

    def _as_it_stands(self, row: dict[str, Any], place: str) -> None:
        """The one message is the wording that the item's id digests."""
        messages = row["request"]["messages"]
        if [message["role"] for message in messages] != ["user"]:
            raise Failed("outside_plan", FILE, place, name=", ".join(message["role"] for message in messages))
        language, text = self.plan["system"]["language"], messages[0]["content"]
        if digest({"family": row["family"], "language": language, "text": text}) != row["item"]:
            raise Failed("outside_plan", FILE, place, name=text)

    def _label(self, row: dict[str, Any], number: int, place: str) -> str:
        trial: str = row["trial"]
        if trial not in self._judges:
            raise Failed("outside_plan", FILE, f"{place}: trial", name=trial)
        if row["judge"] in _PEOPLE:
            self._person(row, number, place)
            return trial
        if row["reading"] in _ONLY_PEOPLE:
            raise Failed("outside_plan", FILE, f"{place}: reading", name=row["reading"])
        if trial in self.readings:
            raise Failed("double_label", FILE, place, first=self.readings[trial][1])
        if (row["judge"], row["labeller"]) not in self._judges[trial]:
            raise Failed("outside_plan", FILE, f"{place}: judge", name=row["judge"])
        self.readings[trial] = (row["reading"], number)
        self.readers[trial] = (row["judge"], row["labeller"])
        self.labellers[row["labeller"]] = self.labellers.get(row["labeller"], 0) + 1
        return trial

    def _person(self, row: dict[str, Any], number: int, place: str) -> None:
        """A person's label: one of a rater of the panel, or the one that settles a dispute."""
        trial, labeller = row["trial"], row["labeller"]
        if not _PERSON.fullmatch(labeller) or row["reading"] == "cut":
            raise Failed("outside_plan", FILE, f"{place}: labeller", name=labeller)
        if row["judge"] == "panel":
            self.panel.setdefault(trial, {})[labeller] = row["reading"]
        elif trial in self.settled:
            raise Failed("double_label", FILE, place, first=self._of_people[trial])
        else:
            self.settled[trial] = row["reading"]
            self._settlers[trial] = labeller, number
        self._of_people[trial] = number
        self.people_lines.add(number)
        self.labellers[labeller] = self.labellers.get(labeller, 0) + 1


def replay(plan: dict[str, Any], lines: Iterable[bytes], *, interrupted: bool) -> Replay:
    """All lines of a journal. Raises Failed at the first that does not hold."""
    found = Replay(plan)
    for number, line in enumerate(lines, start=1):
        found.take(line, number)
    found.finish(interrupted=interrupted)
    return found


def _within(named: list[str], allowed: list[str], place: str) -> None:
    for name in named:
        if name not in allowed:
            raise Failed("outside_plan", FILE, place, name=name)
