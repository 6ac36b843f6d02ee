"""docs/mutation.md from the result and the reasons: what was changed, what noticed it, and each survivor."""

from __future__ import annotations

from collections.abc import Iterator

from outcomes import Account, Module, MutationResult, Reasons, Survivor, share

_HEAD = """\
# Do the tests notice?

Generated from `bench/results/mutation.json` and `bench/mutation/survivors.json`; not written by hand. `make mutation`
measures it again.

A line that a test runs is not yet a line that a test checks. So the code that decides is changed in one small place at
a time, `<` to `<=`, `n + 1` to `n - 1`, `and` to `or`, a loop that runs no more, and the tests are asked whether they
notice. A changed program is a *mutant*; a mutant on which a test fails is *killed*. One that makes a test run out of
processor time counts as noticed too and is counted apart. The rest *survive*, and each of them has been looked at:

- **equivalent**: no input tells the mutant from the original, so that no test could;
- **harmless**: something tells, such as a second of computing or a setting of a cache, and no verdict, number or
  refusal that is claimed changes.

The mutants are those of [cosmic-ray](https://github.com/sixty-north/cosmic-ray), pinned in
`bench/mutation/requirements.txt`, tried by a small runner of our own (`bench/mutation/`). cosmic-ray starts the test
command anew for each mutant, which takes longer here than the tests that decide; mutmut forks as our runner does, but
leaves alone what stands outside functions and whatever has a decorator: limits and constants, the fields of records,
cached tables. Our runner forks a process that has the libraries loaded, imports the changed package from a copy of the
repository on disk, and runs the fast tests (not marked slow) that run the changed statement, the quickest first, until
one fails. Which test runs which line is seen beforehand on the unchanged code. Property tests draw the same examples
every time.

Where cosmic-ray has many replacements for one operator, only near ones are used: `+` becomes `-` and not ten others;
`<` becomes `<=`, `!=` and `>=`. Easy mutants would only raise the share. Changes of annotations alone (mypy's matter),
what does not compile, and what reads the same as another mutant are left out. Texts, calls and names are not mutated.
"""
_TABLE = (
    "| module | mutants | killed | out of time | survived | of these equivalent | harmless | noticed "
    "| without equivalent |"
)
_RULE = "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"


def page(result: MutationResult, reasons: Reasons) -> str:
    """The page, in Markdown."""
    lines = [
        _HEAD, "## What was found", "", f"{result.measured}. Limit: {result.limit}.", "", _TABLE, _RULE,
        *map(_row, result.accounts), _row(_total(result.accounts)), "",
        f"{result.seconds / 60:.0f} minutes of one process on {result.cpu}.", "", "## Survivors", "",
    ]  # fmt: skip
    for module in result.modules:
        if module.survivors:
            lines += [f"### {module.module}", "", *_survivors(module, reasons), ""]
    return "\n".join(lines)


def _total(accounts: tuple[Account, ...]) -> Account:
    counts = (sum(getattr(each, name) for each in accounts) for name in Account.__struct_fields__[1:])
    return Account("**all**", *counts)


def _row(each: Account) -> str:
    counts = (each.mutants, each.killed, each.timed_out, each.survived, each.equivalent, each.harmless)
    told = " | ".join(f"{count:,}" for count in counts)
    return f"| {each.module} | {told} | {share([each]):.1%} | {share([each], without_equivalent=True):.1%} |"


def _survivors(module: Module, reasons: Reasons) -> Iterator[str]:
    given = reasons.get(module.module, {})
    for each in module.survivors:
        reason = given.get(each.name)
        told = f"*{reason.kind}.* {reason.why}" if reason else "**No reason yet.**"
        yield f"- `src/{module.module}:{each.line}` {_change(each)}: {told}"


def _change(each: Survivor) -> str:
    """The line as it was and is, as code."""
    return f"`` {each.old} `` → `` {each.new} ``" if each.new else f"`` {each.old} `` taken away"
