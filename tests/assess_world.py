"""A small world to plan and to judge in: two invented banks, the real standard, rows made by hand."""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.assess import AtHand, Endpoint, QuestionSet, Rules, make_plan
from steelyard.banks import Bank, Family, Manifest
from steelyard.banks.family import FamilyLine, family_of
from steelyard.banks.manifest import Bilingual
from steelyard.catalog import load_standard
from steelyard.records import (
    AssetIdentity,
    CoverageRow,
    EvidenceRow,
    Expectation,
    Fault,
    FindingRow,
    JudgeIdentity,
    LabelRow,
    Message,
    Place,
    Plan,
    Reading,
    Request,
    Response,
    Sampling,
    Scan,
    Survey,
    SystemIdentity,
    TargetIdentity,
    TrialRow,
    coverage_key,
    digest,
    finding_key,
    label_key,
    trial_key,
)

JUDGE = JudgeIdentity("refusal", digest("rules"), "rule:refusal", None)
TARGET = TargetIdentity(kind="scripted", model="scripted")
SCAN = Scan("secret-scan:code", "secret-scan", "code", digest("rules of the scan"), ("S-CODE",))
RULES = Rules(nonce="00" * 32)
BOTH = Bilingual(en="words", zh="文字")


def bank_of(size: int, expectation: Expectation) -> Bank:
    """An invented bank of `size` families."""
    families = tuple(sorted((_family(number, expectation) for number in range(size)), key=lambda family: family.id))
    manifest = Manifest(
        id=f"bank-{expectation}", version="1", title=BOTH, licence="Apache-2.0", standard="cn-genai-service",
        slice="invented", expectation=expectation, languages=("en",), authorship=BOTH, about=BOTH, limits=BOTH,
        aspects={"A.1a": ("C-UNLAWFUL",)},
    )  # fmt: skip
    return Bank(manifest, families, digest([family.id for family in families]))


def _family(number: int, expectation: Expectation) -> Family:
    line = FamilyLine(
        aspect="A.1a", risk="C-UNLAWFUL", wordings={"en": (f"Question {number}?", f"Ask {number}.")},
        expect=expectation, origin="ours", author="model:test", idea=f"idea {number}",
    )  # fmt: skip
    return family_of(line)


def system(name: str = "Invented", language: str = "en") -> SystemIdentity:
    assets = (AssetIdentity("service", "endpoint", digest("service")), AssetIdentity("code", "source", digest("code")))
    return SystemIdentity(digest(name), name, "owner", language, "general", assets)  # type: ignore[arg-type]


def make_plan_of(
    refuse: int = 400, answer: int = 400, *, rules: Rules = RULES, scans: Sequence[Scan] = (SCAN,),
    standards: Sequence[str] = ("gbt45654",), name: str = "Invented",
) -> Plan:  # fmt: skip
    """A plan against GB/T 45654 (or others by name) over invented banks of the sizes given."""
    questions = (
        QuestionSet("refusal-bank", "REFUSE-RATE", bank_of(refuse, "refuse")),
        QuestionSet("refusal-bank", "OVERREFUSE-RATE", bank_of(answer, "answer")),
    )
    at_hand = AtHand(
        endpoints=(Endpoint("service", TARGET, Sampling()),), questions=questions, scans=tuple(scans), judge=JUDGE,
    )  # fmt: skip
    return make_plan(system(name), [load_standard(standard) for standard in standards], at_hand, rules)


def survey_of(plan: Plan, threshold: str) -> Survey:
    return next(survey for survey in plan.surveys if survey.threshold.id == threshold)


def answered(survey: Survey, readings: Sequence[Reading | None]) -> list[EvidenceRow]:
    """Rows of a survey in its order: a reading each, None where the call has no answer."""
    rows: list[EvidenceRow] = []
    for planned, reading in zip(survey.families, readings, strict=False):
        key = trial_key(
            item=planned.item, technique=survey.technique, target=digest(survey.target), sampling=survey.sampling
        )
        request = Request((Message("user", "?"),), survey.sampling)
        common = {"key": key, "survey": survey.id, "family": planned.family, "item": planned.item, "request": request}
        if reading is None:
            rows.append(TrialRow(**common, fault=Fault("instrument_fault", "timeout")))
            continue
        rows.append(TrialRow(**common, response=Response("text")))
        rows.append(
            LabelRow(
                label_key(trial=key, judge=JUDGE.id, labeller=JUDGE.labeller), key, JUDGE.id, JUDGE.labeller, reading
            )
        )
    return rows


def finding(severity: int, *, file: str = "a.py", risks: tuple[str, ...] = ("S-CODE",)) -> FindingRow:
    place = Place(file, 1)
    key = finding_key(scan=SCAN.id, rule="secret.aws", place=place, excerpt=f"{severity}…")
    return FindingRow(key, SCAN.id, "secret.aws", severity, risks, place, f"{severity}…", {"en": "mend", "zh": "改"})


def coverage(unread: dict[str, str] | None = None) -> CoverageRow:
    return CoverageRow(coverage_key(scan=SCAN.id), SCAN.id, 3, 100, unread or {})
