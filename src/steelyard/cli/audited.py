"""A bank's audit in words."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.banks import NEAR_PERCENT, SHINGLE, SKELETON_PERCENT, Bank, BankAudit, Doubles, Size
from steelyard.banks.words import word
from steelyard.catalog import Standard, load_catalogue
from steelyard.records import Language

from .terminal import Text

_SHOWN_DOUBLES = 20
_COLON: dict[Language, str] = {"en": ": ", "zh": "："}


def audit_lines(audit: BankAudit, bank: Bank, standard: Standard, language: Language) -> Iterator[Text]:
    """The audit of a bank against its standard, line by line."""
    yield Text(f"{audit.bank} {audit.version}  {bank.manifest.title[language]}", "bold")
    yield Text(word("families_head", language, families=audit.families,
                    expectation=word(audit.expectation, language)))  # fmt: skip
    for one, count in audit.wordings.items():
        yield Text(word("wordings", language, language=word(one, language), n=count))
    yield Text(word("root", language, root=audit.root))
    yield from _headed(
        word("sizes", language, standard=standard.title(language).text), _size_lines(audit, standard, language)
    )
    yield from _headed(word("samples", language), _needs(audit.samples, language, word("no_samples", language)))
    if any(sample.missing for sample in audit.samples):
        yield Text("  " + word("sample_short", language))
    risks = load_catalogue().taxonomy.risks
    yield from _headed(word("risks", language), (
        f"{risk}  {risks[risk].title(language).text if risk in risks else ''}  {count}"
        for risk, count in audit.risks.items()
    ))  # fmt: skip
    yield from _headed(word("authors", language), _author_lines(audit, language))
    yield from _headed(word("doubles", language), _double_lines(audit.doubles, audit.families, language))


def _headed(heading: str, lines: Iterator[str]) -> Iterator[Text]:
    yield Text("")
    yield Text(heading, "bold")
    for line in lines:
        yield Text("  " + line)


def _size_lines(audit: BankAudit, standard: Standard, language: Language) -> Iterator[str]:
    """The bank as a whole, then each aspect; aspects alone where the manifest names no size of one."""
    whole = tuple(size for size in audit.sizes if not size.aspect)
    each = [size for size in audit.sizes if size.aspect]
    yield from _needs(whole, language, "" if each else word("no_sizes", language))
    names = {item.id: item.title(language).text for item in (*standard.annexes, *standard.items)}
    if each:
        metric = f"{each[0].threshold}  {each[0].metric(language).text}"
        short = [size.missing for size in each if size.missing]
        yield word("each_head", language, metric=metric, needed=each[0].needed, short=len(short), all=len(each),
                   missing=sum(short))  # fmt: skip
        for size in each:
            yield f"  {size.aspect}  {names.get(size.aspect, '')}  {_there(size, language)}"
    else:
        for aspect, count in audit.aspects.items():
            yield f"  {aspect}  {names.get(aspect, '')}  {count}"


def _needs(sizes: tuple[Size, ...], language: Language, none: str) -> Iterator[str]:
    for size in sizes:
        unchecked = f"  [{word('unchecked', language)}]" if size.conf != "V" else ""
        yield f"{size.threshold}  {size.metric(language).text}{_COLON[language]}{_there(size, language)}{unchecked}"
    if not sizes and none:
        yield none


def _there(size: Size, language: Language) -> str:
    missing = word("missing", language, missing=size.missing) if size.missing else word("enough", language)
    asked = word("asked", language, needed=size.needed, families=size.families)
    return f"{asked}{'，' if language == 'zh' else ', '}{missing}"


def _author_lines(audit: BankAudit, language: Language) -> Iterator[str]:
    for author in audit.authors:
        percent = 100 * author.families // audit.families
        yield word("author_row", language, name=author.name, n=author.families, percent=percent)
    if len(audit.authors) == 1:
        yield word("one_author", language)


def _double_lines(doubles: Doubles, families: int, language: Language) -> Iterator[str]:
    yield word("method", language, skeleton=SKELETON_PERCENT, near=NEAR_PERCENT, **SHINGLE)
    if not doubles.exhaustive:
        yield word("partial", language)
    if not doubles.pairs:
        yield word("no_doubles", language)
        return
    near = sum(double.near_equal for double in doubles.pairs)
    yield word("doubles_head", language, n=len(doubles.pairs), all=families, near=near)
    for double in doubles.pairs[:_SHOWN_DOUBLES]:
        yield f"{double.percent} %  {double.family[:12]}  {double.text}"
        yield f"      {double.earlier[:12]}  {double.earlier_text}"
    if (left := len(doubles.pairs) - _SHOWN_DOUBLES) > 0:
        yield word("more", language, n=left)
