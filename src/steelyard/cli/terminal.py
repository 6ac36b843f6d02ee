"""Lines and JSON for a terminal. What comes from a file is hostile here: control characters are shown as signs."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from cyclopts import Parameter

Json = Annotated[bool, Parameter(name="--json", negative="", help="Print JSON on standard output.")]
Lang = Annotated[Literal["en", "zh"] | None, Parameter(help="Language of the words: en or zh.")]

_IDEOGRAPHIC_SPACE = "\u3000"


class Text(NamedTuple):
    """A line to print; `style` is for a terminal."""

    text: str
    style: str = ""


def visible(text: str) -> str:
    """The text on one line, with control, bidirectional and other unseen characters as <U+code point>."""
    return "".join(
        char if char.isprintable() or char == _IDEOGRAPHIC_SPACE else f"<U+{ord(char):04X}>" for char in text
    )


def print_json(value: Any) -> int:
    """Print a value as JSON that a person can read; 0, the exit status."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")
    return 0


def print_lines(lines: Iterable[Text]) -> int:
    """Print lines, styled where a terminal shows them; 0, the exit status."""
    if not sys.stdout.isatty():
        for line in lines:
            print(visible(line.text))
        return 0
    from rich.console import Console  # 40 ms, and only a terminal has use for it
    from rich.text import Text as Styled

    console = Console(highlight=False)
    for line in lines:
        console.print(Styled(visible(line.text), style=line.style), soft_wrap=True)
    return 0
