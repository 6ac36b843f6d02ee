"""What is asked: families of questions, their manifests, the committed order, the audit."""

from .family import Family, Wording
from .load import Bank, bundled_banks, composition, load_bank
from .manifest import Manifest
from .order import committed_order

__all__ = [
    "Bank", "Family", "Manifest", "Wording",
    "bundled_banks", "committed_order", "composition", "load_bank",
]  # fmt: skip
