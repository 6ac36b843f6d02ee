"""The end of a run: verdicts and report written, what they say told."""

from __future__ import annotations

from steelyard.assess import REPORT, VERDICTS, RunFolder, evidence_rows
from steelyard.banks import load_bank
from steelyard.catalog import load_catalogue
from steelyard.judges import Passport, load_judge, passport_of
from steelyard.records import InputError, Language, Plan, Verdicts, canonical_json
from steelyard.report import CatalogueNames, ReportView, render_report, survey_passports


def write_results(run: RunFolder, plan: Plan, verdicts: Verdicts, language: Language) -> ReportView:
    """Write report and verdicts; the verdicts last, for a run that has them is finished."""
    view = view_of(run, plan, verdicts)
    run.write(REPORT, render_report(view, language).encode())
    run.write(VERDICTS, canonical_json(verdicts))
    return view


def view_of(run: RunFolder, plan: Plan, verdicts: Verdicts) -> ReportView:
    """A run as its readers see it."""
    return ReportView(
        plan=plan,
        verdicts=verdicts,
        rows=tuple(evidence_rows(run.journal)),
        words=CatalogueNames(load_catalogue()),
        aspects=_aspects(plan),
        passports=survey_passports(plan, _passports(plan)),
    )


def _passports(plan: Plan) -> dict[str, Passport]:
    """The passports of the judges that are installed here."""
    found: dict[str, Passport] = {}
    for name in {survey.judge.id for survey in plan.surveys}:
        try:
            passport = passport_of(load_judge(name))
        except InputError:
            continue
        if passport is not None:
            found[name] = passport
    return found


def _aspects(plan: Plan) -> dict[str, str]:
    """Which part of its bank each family belongs to, where the very bank that was asked is at hand."""
    found: dict[str, str] = {}
    for survey in plan.surveys:
        try:
            bank = load_bank(survey.bank)
        except InputError:
            continue
        if bank.root == survey.bank_root:
            found |= {family.id: family.aspect for family in bank.families}
    return found
