"""The files of a run folder: five, six in a successor, and nothing else once it is sealed."""

PLAN = "plan.json"
JOURNAL = "journal.jsonl"
VERDICTS = "verdicts.json"
REPORT = "report.html"
ATTESTATION = "attestation.dsse.json"
PARENT = "parent.dsse.json"
"""The attestation of the sealed run that this one goes on from."""
