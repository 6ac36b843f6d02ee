"""The files of a run folder: five, and nothing else once it is sealed."""

PLAN = "plan.json"
JOURNAL = "journal.jsonl"
VERDICTS = "verdicts.json"
REPORT = "report.html"
ATTESTATION = "attestation.dsse.json"
