"""What is asked: families of questions, their manifests, the committed order, the audit, commit and reveal, twins."""

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
from .commitment_files import make_folder, read_checked, write_pair
from .doubles import NEAR_PERCENT, SHINGLE, SKELETON_PERCENT, Double, Doubles, find_doubles
from .family import Family, Wording
from .joint_order import attempts_of, joint_order_seed, nonce_commitment
from .load import Bank, bundled_banks, composition, load_bank
from .manifest import Manifest
from .measures import measured_thresholds, serves
from .order import committed_order, further_wordings
from .templates import TwinTemplates, bundled_templates, read_templates
from .twins import (
    PRIVATE,
    PUBLIC,
    Halves,
    Twins,
    commit_to,
    halves_of,
    make_twins,
    write_twins,
)  # fmt: skip

__all__ = [
    "AUDIT_SCHEMA", "COMMITMENT_SCHEMA", "NEAR_PERCENT", "PRIVATE", "PUBLIC", "SHINGLE", "SKELETON_PERCENT", "Author",
    "Bank", "BankAudit", "BankCommitment", "Coin", "Double", "Doubles", "Family", "Halves", "Manifest", "Mismatch",
    "Reveal", "SealedQuestion", "Size", "TwinTemplates", "Twins", "Wording", "attempts_of", "audit_bank",
    "bundled_banks", "bundled_templates", "check_reveal", "commit_bank", "commit_to", "committed_order", "composition",
    "find_doubles", "further_wordings", "halves_of", "joint_order_seed", "load_bank", "make_folder", "make_twins",
    "measured_thresholds", "nonce_commitment", "read_checked", "read_templates", "serves", "toss", "write_pair",
    "write_twins",
]  # fmt: skip
