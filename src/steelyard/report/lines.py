"""The page's top in a few plain lines, for the end of a run on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.records import Language

from .advice import decider_groups
from .evidence import Evidence
from .facts import WAITING, Item, Standard, gather
from .overview import blocking_line, decider_name, tally_line
from .percent import interval_percent
from .risks import risks_line
from .safe import visible
from .say import listed, sentences
from .speaker import Speaker
from .view import ReportView

_MOST_FAILS = 6
_MOST_DECIDERS = 3


def summary_lines(view: ReportView, language: Language) -> tuple[str, ...]:
    """What each standard comes to with counts, what blocks it with figures, and what would decide the rest.

    The same facts as the top of the page; plain text without a line break or control character, indented by two
    spaces below a standard. Raises InputError when verdicts and plan do not belong together.
    """
    facts = gather(view)
    speaker = Speaker(view, facts, Evidence(view.rows, view.aspects), language)
    lines = [speaker.say("report.interrupted")] if view.verdicts.interrupted else []
    for standard in facts.standards:
        lines += _standard(standard, speaker)
    lines += _open(speaker)
    return tuple(visible(line).replace("\N{NO-BREAK SPACE}", " ") for line in lines)


def _standard(standard: Standard, speaker: Speaker) -> Iterator[str]:
    say = speaker.say
    tally = sentences([tally_line(standard, speaker), blocking_line(standard, speaker)], speaker.language)
    state = say(f"state.{standard.state}")
    yield say("terminal.standard", standard=speaker.code(standard.id), state=state, tally=tally)
    fails = [item for item in standard.blocking if item.verdict.state == "fail"]
    for item in fails[:_MOST_FAILS]:
        text = _failure(item, speaker)
        yield say("terminal.item", id=item.verdict.subject[:40], title=speaker.title(item), text=text)
    if len(fails) > _MOST_FAILS:
        yield say("terminal.more", n=len(fails) - _MOST_FAILS)
    yield from _lists(standard, speaker)


def _lists(standard: Standard, speaker: Speaker) -> Iterator[str]:
    """The lists of risks that the plan asks for, each survey's once."""
    lists = {
        leaf.measure.survey: leaf.measure.risks
        for item in standard.items for leaf in item.leaves if leaf.measure and leaf.measure.risks
    }  # fmt: skip
    for survey, found in lists.items():
        if speaker.view.plan.risk_lists:
            yield risks_line(speaker.facts.surveys[survey], found, speaker)


def _failure(item: Item, speaker: Speaker) -> str:
    """Why a requirement is not met, with its figures; each failed part once."""
    texts: dict[str, None] = {}
    for leaf in item.leaves:
        if leaf.state != "fail":
            continue
        if leaf.measure is None:
            texts.setdefault(speaker.sentences.reason(leaf.reason))
            continue
        interval = leaf.measure.interval
        low, high = interval_percent(interval.low, interval.high, leaf.measure.limit, speaker.language)
        seen = speaker.sentences.seen(speaker.facts.surveys[leaf.measure.survey], leaf.measure)
        reach = speaker.say(f"terminal.reach.{speaker.facts.read_by(leaf.measure)}", low=low, high=high)
        texts.setdefault(sentences([seen, reach], speaker.language))
    return sentences(list(texts), speaker.language)


def _open(speaker: Speaker) -> Iterator[str]:
    """Requirements without a decision, and what would decide most of them."""
    states = [item.verdict.state for item in speaker.facts.items]
    if "undecided" in states:
        yield speaker.say("terminal.undecided", n=states.count("undecided"))
    waiting = sum(state in WAITING for state in states)
    if waiting:
        names = []
        for decider, items in decider_groups(speaker.facts)[:_MOST_DECIDERS]:
            name, probe = decider_name(decider, speaker)
            names.append(speaker.say("terminal.decider", name=probe or name, n=len(items)))
        yield speaker.say("terminal.open", n=waiting, names=listed(names, speaker.language, "semicolon"))
