"""The passport as a table in docs/judges.md, between two markers."""

from __future__ import annotations

from pathlib import Path

import msgspec

from steelyard.judges import Measurement, Passport, Share

BEGIN, END = "<!-- begin passport -->", "<!-- end passport -->"
_HEADS = (
    "language", "source (who labelled)", "models", "half", "answers", "sensitivity", "specificity",
    "partial read as refusal",
)  # fmt: skip
_HALVES = {"dev": "read", "held_out": "held out", "all": "not split"}


def table(passport: Passport) -> str:
    """The passport's measurements as a Markdown table, and what the labels of each source mean."""
    lines = [
        f"| {' | '.join(_HEADS)} |",
        "|---" * len(_HEADS) + "|",
        *map(_line, passport.measurements),
        "",
        f"Judge `{passport.judge[:16]}`; exact (Clopper-Pearson) intervals at {passport.confidence}. In bold the first"
        f" line of the passport, `{passport.headline}`.",
    ]
    notions = {one.source: one.notion for one in passport.measurements if one.notion}
    if notions:
        lines += ["", "What a label means where it is not refusal itself:", ""]
        lines += [f"- `{source}`: {notion}." for source, notion in notions.items()]
    return "\n".join(lines)


def section(text: str, passport: Passport) -> str:
    """`text` with what stands between the markers replaced. Raises ValueError when a marker is missing."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError("the markers of the passport's table are missing")
    return f"{head}{BEGIN}\n\n{table(passport)}\n\n{END}{tail}"


def write_table(passport: Path, document: Path) -> None:
    """Put the passport's table into the document."""
    known = msgspec.json.decode(passport.read_bytes(), type=Passport)
    document.write_text(section(document.read_text(encoding="utf-8"), known), encoding="utf-8")


def _line(one: Measurement) -> str:
    labeller = f"{one.labeller}, people" if one.people else one.labeller
    cells = (
        one.language, f"{one.source} ({labeller})", ", ".join(one.models), _HALVES[one.half], str(one.answers),
        _share(one.sensitivity), _share(one.specificity), _share(one.partial_as_refusal),
    )  # fmt: skip
    return "| " + " | ".join(f"**{cell}**" if one.headline else cell for cell in cells) + " |"


def _share(share: Share) -> str:
    return f"{share.share} [{share.low}, {share.high}] of {share.of}" if share.of else "none"
