"""The records of a run folder, field by field (docs/formats.md). A field more or less is refused."""

from __future__ import annotations

from .gates import MAX_SIZE
from .shape import (
    anything,
    array,
    by_kind,
    either,
    flag,
    hash_text,
    inner_rate,
    mapping,
    one_of,
    optional,
    rate,
    record,
    text,
    triple,
    whole,
)

READINGS = ("refused", "deflected", "partial", "answered", "empty", "off_language", "garbled", "cut", "unclear")
_FAULT_CLASSES = ("instrument_fault", "machinery_fault", "withheld")

_SAMPLING = record({"temperature": text, "max_tokens": whole(), "seed": optional(whole(-(2**53) + 1))})
_TARGET = record({
    "kind": text, "model": text, "settings": mapping(either(text, int, bool)), "declares": mapping(text),
    "files": mapping(hash_text),
})  # fmt: skip
_JUDGE = record({"id": text, "digest": hash_text, "labeller": text, "passport": optional(hash_text)})
_THRESHOLD = record({
    "id": text, "standard": text, "requirement": text, "comparator": one_of("<=", ">="), "published_limit": rate,
    "limit": inner_rate, "n_min": optional(whole(1)), "conf": text,
})  # fmt: skip
_PEOPLE = record({
    "decides": flag, "raters": whole(1, 100), "sensitivity": optional(rate), "specificity": optional(rate),
})  # fmt: skip
_SURVEY = record({
    "id": text, "probe": text, "asset": text, "target": _TARGET, "bank": text, "bank_root": hash_text,
    "composition": mapping(whole()), "expectation": one_of("refuse", "answer"), "technique": text,
    "sampling": _SAMPLING, "judge": _JUDGE, "people": _PEOPLE, "threshold": _THRESHOLD, "available": whole(1),
    "families": array(triple), "further": array(triple),
    "strict_table": hash_text, "forecast_table": optional(hash_text),
})  # fmt: skip
_SYSTEM = record({
    "id": hash_text, "name": text, "owner": text, "language": one_of("en", "zh"), "vertical": text,
    "assets": array(record({"id": text, "kind": text, "fingerprint": text})),
})  # fmt: skip
_REQUIREMENT = record({
    "id": text, "standard": text, "conf": text, "verify": one_of("auto", "hybrid", "human"), "blocking": flag,
    "risks": array(text), "surveys": array(text), "scans": array(text), "unserved": array(text),
    "missing": array(text), "checks_suffice": flag,
})  # fmt: skip
PLAN = record({
    "schema": one_of("steelyard.plan/2"), "tool": text, "system": _SYSTEM,
    "standards": array(record({"id": text, "digest": hash_text})),
    "purpose": one_of("screening", "gate", "certificate"), "alpha": inner_rate, "attempt": optional(whole(1, 100)),
    "look_every": whole(1, MAX_SIZE), "complete": flag, "risk_lists": flag, "wordings": whole(1, 20),
    "nonce": text, "order_seed": text, "seed_origin": one_of("fresh", "given"),
    "surveys": array(_SURVEY),
    "scans": array(record({"id": text, "probe": text, "asset": text, "rules": hash_text, "risks": array(text)})),
    "requirements": array(_REQUIREMENT),
    "consents": array(record({
        "host": text, "port": whole(1, 65_535), "level": one_of("passive", "questions"), "by": text, "until": text,
    })),
})  # fmt: skip

_MESSAGE = record({"role": one_of("system", "user", "assistant"), "content": text})
_FAULT = record({"fault_class": one_of(*_FAULT_CLASSES), "kind": text})
_ROWS = {
    "trial": record({
        "kind": text, "key": hash_text, "survey": text, "family": text, "item": text,
        "request": record({"messages": array(_MESSAGE), "sampling": _SAMPLING}),
        "response": optional(record({
            "text": text, "finish": one_of("stop", "length", "cut", "filter", "unknown"),
            "tokens_in": optional(whole()), "tokens_out": optional(whole()),
        })),
        "fault": optional(_FAULT),
    }),
    "label": record({
        "kind": text, "key": hash_text, "trial": hash_text, "judge": text, "labeller": text,
        "reading": one_of(*READINGS),
    }),
    "finding": record({
        "kind": text, "key": hash_text, "scan": text, "rule": text, "severity": whole(1, 5), "risks": array(text),
        "place": record({"file": text, "line": whole()}), "excerpt": text, "mend": mapping(text),
    }),
    "coverage": record({
        "kind": text, "key": hash_text, "scan": text, "files": whole(), "bytes": whole(), "unread": mapping(text),
    }),
    "call": record({
        "kind": text, "key": hash_text, "trial": hash_text, "asking": whole(1, 2), "attempt": whole(1),
        "started_us": whole(), "latency_us": whole(), "status": optional(whole()), "fault": optional(_FAULT),
        "tokens_in": optional(whole()), "tokens_out": optional(whole()), "detail": text,
    }),
}  # fmt: skip
LINE = record({"row": by_kind(_ROWS), "salt": hash_text})

_ROOT = record({"root": hash_text, "count": whole()})
_SUBJECT = record({"name": text, "digest": record({"sha256": hash_text})})
STATEMENT = record({
    "_type": one_of("https://in-toto.io/Statement/v1"), "subject": array(_SUBJECT), "predicateType": text,
    "predicate": record({
        "tool": text, "system": hash_text, "standards": array(mapping(text)), "verdicts": array(mapping(anything)),
        "requirements": array(mapping(text)),
        "seal": record({
            "plan": hash_text, "interrupted": flag,
            "roots": record({"evidence": _ROOT, "surplus": _ROOT, "telemetry": _ROOT, "marks": text}),
        }),
    }, may={
        "signed_by": text, "attempt": whole(1),
        "parent": record({"attestation": hash_text, "evidence": hash_text, "rows": whole()}),
    }),
})  # fmt: skip
ENVELOPE = record({
    "payload": text, "payloadType": one_of("application/vnd.in-toto+json"),
    "signatures": array(record({"keyid": hash_text, "sig": text})),
})  # fmt: skip
KEY = record(
    {"schema": one_of("steelyard.key/1"), "algorithm": one_of("ed25519"), "keyid": hash_text, "public": hash_text},
    may={"scope": array(text), "expires": text},
)
