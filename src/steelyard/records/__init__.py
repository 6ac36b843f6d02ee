"""What every part speaks of: frozen typed records, canonical JSON, identities, errors."""

from .canonical import canonical_json, digest
from .errors import InputError, PlanChanged, RunBusy, SteelyardError, StorageError, TargetUnavailable
from .exchange import (
    Fault,
    FaultClass,
    FaultKind,
    Finish,
    Message,
    Request,
    Response,
    Sampling,
    TargetFault,
    TargetIdentity,
)
from .language import LANGUAGES, Language, language_of
from .outcome import OUTCOME_OF, Expectation, Outcome, Reader, Reading, is_failure, reader_of
from .plan import (
    ALPHA_OF,
    PLAN_SCHEMA,
    AssetIdentity,
    Consent,
    JudgeIdentity,
    PeoplePlan,
    Plan,
    PlannedFamily,
    PlannedRequirement,
    Purpose,
    Scan,
    StandardIdentity,
    Survey,
    SystemIdentity,
    Threshold,
    order_seed,
    plan_hash,
)
from .rows import (
    ADJUDICATION,
    PANEL,
    PERSON,
    CallRow,
    CoverageRow,
    EvidenceRow,
    FindingRow,
    LabelRow,
    Place,
    Row,
    TelemetryRow,
    TrialRow,
    call_key,
    coverage_key,
    finding_key,
    label_key,
    trial_key,
)
from .verdict import (
    HELD,
    VERDICTS_SCHEMA,
    WORST_FIRST,
    Basis,
    Checks,
    Claim,
    Interval,
    LabelCount,
    Measure,
    PeopleMeasure,
    Reason,
    ReasonCode,
    State,
    Verdict,
    Verdicts,
    leaves_of,
    worst,
)

__all__ = [
    "ADJUDICATION", "ALPHA_OF", "HELD", "LANGUAGES", "OUTCOME_OF", "PANEL", "PERSON", "PLAN_SCHEMA",
    "VERDICTS_SCHEMA", "WORST_FIRST", "AssetIdentity", "Basis", "CallRow", "Checks", "Claim", "Consent",
    "CoverageRow", "EvidenceRow", "Expectation", "Fault", "FaultClass", "FaultKind", "FindingRow", "Finish",
    "InputError", "Interval", "JudgeIdentity", "LabelCount", "LabelRow", "Language", "Measure", "Message", "Outcome",
    "PeopleMeasure", "PeoplePlan", "Place", "Plan", "PlanChanged", "PlannedFamily", "PlannedRequirement", "Purpose",
    "Reader", "Reading", "Reason", "ReasonCode", "Request", "Response", "Row", "RunBusy", "Sampling", "Scan",
    "StandardIdentity", "State", "SteelyardError", "StorageError", "Survey", "SystemIdentity", "TargetFault",
    "TargetIdentity", "TargetUnavailable", "TelemetryRow", "Threshold", "TrialRow", "Verdict", "Verdicts", "call_key",
    "canonical_json", "coverage_key", "digest", "finding_key", "is_failure", "label_key", "language_of", "leaves_of",
    "order_seed", "plan_hash", "reader_of", "trial_key", "worst",
]  # fmt: skip
