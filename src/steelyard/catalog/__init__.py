"""What must hold: the taxonomy, the controls and the standards, as data with one loader and a generated cross-walk."""

from .catalogue import Catalogue, load_catalogue
from .coverage import REACHES, Coverage, Covered, Reach, cover_item, cover_risk, coverage
from .find import find_page
from .gates import blocking, gate_threshold, requirement_of
from .library import load_standard, load_standard_file, standard_names
from .model import (
    AssetKind,
    Confidence,
    Control,
    Dimension,
    Item,
    Phrase,
    ProbeKind,
    Risk,
    Severity,
    SeverityLevel,
    Source,
    Stage,
    Standard,
    StandardThreshold,
    VerifyMode,
    Words,
)
from .pages import Group, Line, Page
from .taxonomy import Taxonomy
from .words import WORDS, word

__all__ = [
    "REACHES", "WORDS", "AssetKind", "Catalogue", "Confidence", "Control", "Coverage", "Covered", "Dimension", "Group",
    "Item", "Line", "Page", "Phrase", "ProbeKind", "Reach", "Risk", "Severity", "SeverityLevel", "Source", "Stage",
    "Standard", "StandardThreshold", "Taxonomy", "VerifyMode", "Words",
    "blocking", "cover_item", "cover_risk", "coverage", "find_page", "gate_threshold", "load_catalogue",
    "load_standard", "load_standard_file", "requirement_of", "standard_names", "word",
]  # fmt: skip
