"""What is asked: families of questions, their manifests, the committed order, the audit, commit and reveal."""

from .audit import AUDIT_SCHEMA, Author, BankAudit, Size, audit_bank
from .commitment import (
    COMMITMENT_SCHEMA,
    BankCommitment,
    Coin,
    Mismatch,
    Reveal,
    SealedQuestion,
    check_reveal,
    commit_bank,
    toss,
)  # fmt: skip
from .doubles import NEAR_PERCENT, SHINGLE, SKELETON_PERCENT, Double, Doubles, find_doubles
from .family import Family, Wording
from .joint_order import attempts_of, joint_order_seed, nonce_commitment
from .load import Bank, bundled_banks, composition, load_bank
from .manifest import Manifest
from .measures import measured_thresholds, serves
from .order import committed_order

__all__ = [
    "AUDIT_SCHEMA", "COMMITMENT_SCHEMA", "NEAR_PERCENT", "SHINGLE", "SKELETON_PERCENT",
    "Author", "Bank", "BankAudit", "BankCommitment", "Coin", "Double", "Doubles", "Family", "Manifest", "Mismatch",
    "Reveal", "SealedQuestion", "Size", "Wording",
    "attempts_of", "audit_bank", "bundled_banks", "check_reveal", "commit_bank", "committed_order", "composition",
    "find_doubles", "joint_order_seed", "load_bank", "measured_thresholds", "nonce_commitment", "serves", "toss",
]  # fmt: skip
