"""What others read of a run: a page, JSON with words, a few lines for a terminal.

All are pure functions of a `ReportView`: no clock, no host, no file.
"""

from .lines import summary_lines
from .names import CatalogueNames
from .page import render_report
from .passports import survey_passports
from .view import CatalogWords, MeasuredRate, PassportSummary, ReportView

__all__ = [
    "CatalogWords", "CatalogueNames", "MeasuredRate", "PassportSummary", "ReportView",
    "render_report", "summary_lines", "survey_passports",
]  # fmt: skip
