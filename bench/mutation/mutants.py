"""The mutants of a module: its source with one small change each, made by the operators of cosmic-ray.

Of cosmic-ray's operators those are left out that repeat a question: an arithmetic operator has one replacement, its
counterpart, where cosmic-ray would try eleven that nearly any test notices, and a comparison is moved by one step and
turned round; one with a text is only turned round, for nothing asks which of two names comes first. So a share of
killed mutants is not flattered by easy ones. Also left out: a change that only touches annotations (mypy's matter), the
`*` before keywords, what does not compile, and what reads the same as an earlier mutant.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

import msgspec
from subjects import TOOL

sys.path.append(str(TOOL))

from cosmic_ray.ast import Visitor, ast_nodes, get_ast
from cosmic_ray.operators.operator import Operator
from cosmic_ray.operators.provider import OperatorProvider

_ARITHMETIC = {
    "Add": "Sub", "Sub": "Add", "Mul": "Div", "Div": "Mul", "FloorDiv": "Div", "Mod": "FloorDiv", "Pow": "Mul",
    "RShift": "LShift", "LShift": "RShift", "BitOr": "BitAnd", "BitAnd": "BitOr", "BitXor": "BitAnd",
}  # fmt: skip
_COMPARISONS = {
    "Lt": ("LtE", "NotEq", "GtE"), "LtE": ("Lt", "Eq", "Gt"), "Gt": ("GtE", "NotEq", "LtE"), "GtE": ("Gt", "Eq", "Lt"),
    "Eq": ("NotEq", "LtE", "GtE"), "NotEq": ("Eq", "Lt", "Gt"), "Is": ("IsNot",), "IsNot": ("Is",),
}  # fmt: skip
OPERATORS = (
    *(f"ReplaceBinaryOperator_{old}_{new}" for old, new in _ARITHMETIC.items()),
    *(f"ReplaceComparisonOperator_{old}_{new}" for old, to in _COMPARISONS.items() for new in to),
    *(f"ReplaceUnaryOperator_{change}" for change in ("USub_UAdd", "Delete_Invert", "Delete_Not")),
    "AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ExceptionReplacer", "NumberReplacer", "RemoveDecorator",
    "ZeroIterationForLoop",
)  # fmt: skip


class Mutant(msgspec.Struct, frozen=True):
    """One change. `line` and `column` say where; `old` and `new` are what differs of the text, `inside` of which
    function or class, `which` tells apart those of the same text; `statement` the first and last line of the statement,
    None for one that is run by importing the module; `source` the whole changed module."""

    operator: str
    line: int
    column: int
    inside: str
    old: str
    new: str
    which: int
    statement: tuple[int, int] | None
    source: str

    @property
    def name(self) -> str:
        """What it is known by, whatever line it stands on."""
        again = f" ({self.which})" if self.which else ""
        return f"{self.inside}: {self.old} -> {self.new}{again}"


class _Change(Visitor):
    """Applies an operator at its occurrence of the given number; `place` is where, None when there are fewer."""

    def __init__(self, operator: Operator, occurrence: int) -> None:
        self._operator, self._left = operator, occurrence
        self.place: tuple[int, int] | None = None

    def visit(self, node):
        for index, (start, _) in enumerate(self._operator.mutation_positions(node)):
            self._left -= 1
            if self._left < 0 and self.place is None:
                self.place = start
                return self._operator.mutate(node, index)
        return node


def mutants(source: str) -> list[Mutant]:
    """All mutants of this source, in the order of their lines."""
    seen = {_meaning(source)}
    found = []
    named: dict[tuple[str, str, str], int] = {}
    for operator, (line, column), changed in sorted(_changes(source), key=lambda change: (change[1], change[0])):
        try:
            meaning = _meaning(changed)
        except (SyntaxError, ValueError):
            continue
        if meaning in seen or _is_idle(operator, source.splitlines()[line - 1][column:]):
            continue
        seen.add(meaning)
        inside, statement = _surroundings(source, line)
        text = (inside, *_difference(operator, source, changed, line))
        named[text] = which = named.get(text, -1) + 1
        found.append(Mutant(operator, line, column, *text, which, statement, changed))
    return found


def _changes(source: str) -> Iterator[tuple[str, tuple[int, int], str]]:
    """Every change of every operator: its name, line and column, and the changed source."""
    provider = OperatorProvider()
    for name in OPERATORS:
        occurrences = sum(len(list(provider[name]().mutation_positions(node))) for node in ast_nodes(get_ast(source)))
        for occurrence in range(occurrences):
            change = _Change(provider[name](), occurrence)
            changed = change.walk(get_ast(source)).get_code()
            assert change.place is not None
            yield name, change.place, changed


def _is_idle(operator: str, text: str) -> bool:
    """Whether `text` begins with the `*` before keywords, or `==` before a text becomes one of order."""
    step = operator.startswith(("ReplaceComparisonOperator_Eq", "ReplaceComparisonOperator_NotEq"))
    ordering = step and not operator.endswith(("_NotEq", "_Eq"))
    return text.startswith(("*,", "*)")) or (ordering and text[2:].lstrip().startswith('"'))


def _meaning(source: str) -> str:
    """What the interpreter makes of it, without annotations. Raises SyntaxError."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(0)
    compile(source, "a mutant", "exec")
    return ast.dump(tree)


def _difference(operator: str, old: str, new: str, line: int) -> tuple[str, str]:
    """The line as it was and as it is; empty when it was taken away."""
    after = "" if operator == "RemoveDecorator" else new.splitlines()[line - 1]
    return old.splitlines()[line - 1].strip(), after.strip()


def _surroundings(source: str, line: int) -> tuple[str, tuple[int, int] | None]:
    """Qualified name of what the line stands in, and its statement's lines where that is in a function's body."""
    names: list[str] = []
    statement = None
    in_function = False
    body: list[ast.AST] = list(ast.parse(source).body)
    while holder := next((each for each in body if _first(each) <= line <= each.end_lineno), None):
        parts = ("body", "orelse", "handlers", "finalbody")
        body = [each for part in parts for each in getattr(holder, part, []) if isinstance(each, ast.AST)]
        statement = (holder.lineno, min(map(_first, body)) - 1 if body else holder.end_lineno) if in_function else None
        if isinstance(holder, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(holder.name)
            in_function = not isinstance(holder, ast.ClassDef)
    return ".".join(names) or "module", statement


def _first(node: ast.AST) -> int:
    """The line a statement begins on, its decorators included."""
    return min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
