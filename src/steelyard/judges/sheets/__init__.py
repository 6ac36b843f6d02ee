"""Sheets on which people read answers: made blind, written so that no spreadsheet runs or spoils them, read back."""

from typing import TYPE_CHECKING

from steelyard._lazy import lazy_names

from .make import check_rater, make_sheet, manifest_of
from .manifests import read_manifest
from .model import (
    PERSON_READINGS,
    SHEET_SCHEMA,
    AnswerToRead,
    Manifest,
    PersonLabel,
    PersonReading,
    ProblemKind,
    Role,
    SentRow,
    Sheet,
    SheetProblem,
    SheetReading,
    SheetRow,
    Undefined,
)
from .read import manifest_for, read_sheet
from .table import FilledRow, read_rows
from .words import reading_of, say_problem, say_reason
from .words_guide import instructions
from .write import SheetFiles, write_sheet

if TYPE_CHECKING:
    from .agree import AgreementFigure, PanelAgreement, RatersAgreement, agreement_of

__all__ = [
    "PERSON_READINGS", "SHEET_SCHEMA", "AgreementFigure", "AnswerToRead", "FilledRow", "Manifest", "PanelAgreement",
    "PersonLabel", "PersonReading", "ProblemKind", "RatersAgreement", "Role", "SentRow", "Sheet", "SheetFiles",
    "SheetProblem", "SheetReading", "SheetRow", "Undefined", "agreement_of", "check_rater", "instructions",
    "make_sheet", "manifest_for", "manifest_of", "read_manifest", "read_rows", "read_sheet", "reading_of",
    "say_problem", "say_reason", "write_sheet",
]  # fmt: skip

__getattr__ = lazy_names(__name__, {"agree": ("AgreementFigure", "PanelAgreement", "RatersAgreement", "agreement_of")})
