"""What is asked: families of questions, their manifests, the committed order, the audit."""

from .audit import AUDIT_SCHEMA, Author, BankAudit, Size, audit_bank
from .doubles import NEAR_PERCENT, SHINGLE, SKELETON_PERCENT, Double, Doubles, find_doubles
from .family import Family, Wording
from .load import Bank, bundled_banks, composition, load_bank
from .manifest import Manifest
from .order import committed_order

__all__ = [
    "AUDIT_SCHEMA", "NEAR_PERCENT", "SHINGLE", "SKELETON_PERCENT",
    "Author", "Bank", "BankAudit", "Double", "Doubles", "Family", "Manifest", "Size", "Wording",
    "audit_bank", "bundled_banks", "committed_order", "composition", "find_doubles", "load_bank",
]  # fmt: skip
