"""Who reads an answer: the judge protocol, the refusal judge, passports (a judge's measured errors)."""

from .passport import PASSPORT_SCHEMA, Confusion, Measurement, Passport, Share, best_measurement
from .protocol import Judge
from .refusal import RefusalJudge
from .registry import judge_names, load_judge, passport_of

__all__ = [
    "PASSPORT_SCHEMA", "Confusion", "Judge", "Measurement", "Passport", "RefusalJudge", "Share",
    "best_measurement", "judge_names", "load_judge", "passport_of",
]  # fmt: skip
