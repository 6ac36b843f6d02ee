"""What `assess --json` prints."""

from __future__ import annotations

import msgspec

from steelyard.records import Verdicts

ASSESSMENT_SCHEMA = "steelyard.assessment/1"


class Assessment(msgspec.Struct, frozen=True):
    """What `assess --json` prints. `folder` is the run's; `exit` the exit code, which follows from the verdicts."""

    schema: str
    folder: str
    plan: str
    attempt: int
    finished: bool
    exit: int
    verdicts: Verdicts | None
