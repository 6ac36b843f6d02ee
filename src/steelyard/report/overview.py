"""The head of a page and the lists a manager reads: what blocks, what is not met, what is open and why."""

from __future__ import annotations

from collections.abc import Iterable

from steelyard.records import HELD, State

from .advice import Decider, decider_groups, todo
from .content import Entry, Line, LinesText, LinksText, OpenLine, StandardText
from .facts import WAITING, Item, Standard
from .safe import brief
from .say import listed, sentences
from .speaker import Speaker
from .svg import draw_marks, draw_state

_MOST_MARKS = 400
_MOST_LINKS = 12
_MOST_LINES = 40
_SHORT = 12


def head(speaker: Speaker) -> tuple[Entry, ...]:
    """Who and what, and at which error rate."""
    system, plan, say = speaker.view.plan.system, speaker.view.plan, speaker.say
    rate = say(f"report.error.{speaker.reader}", alpha=speaker.alpha) if speaker.reader else ""
    return (
        Entry(say("report.owner"), (brief(system.owner),), "quoted"),
        Entry(say("report.fingerprint"), (system.id[:_SHORT],), "hash"),
        Entry(say("report.language"), (say(f"report.language.{system.language}"),)),
        Entry(say("report.vertical"), (brief(system.vertical),), "quoted"),
        Entry(say("report.purpose"), (say(f"purpose.{plan.purpose}"),)),
        *([Entry(say("report.error"), (rate,))] if rate else []),
    )


def tally_line(standard: Standard, speaker: Speaker) -> str:
    """ "33 requirements: 0 met, 1 not met, ..."."""
    parts = [speaker.say(f"tally.{state}", n=n) for state, n in standard.tally.items()]
    return speaker.say("tally.line", n=len(standard.items), parts=listed(parts, speaker.language))


def blocking_line(standard: Standard, speaker: Speaker) -> str:
    """How the blocking requirements of a standard stand, in one sentence."""
    blocking = [item.verdict.state for item in standard.blocking]
    if not blocking:
        return speaker.say("blocking.none")
    if standard.state in {"fail", "undecided"}:
        bad = blocking.count("fail")
        waiting = sum(state not in HELD for state in blocking) - bad
        return speaker.say("blocking.count", n=len(blocking), bad=bad, open=waiting)
    if standard.state == "pass_by_letter":
        return speaker.say("blocking.pass_by_letter", n=blocking.count("pass_by_letter"))
    attested = blocking.count("attested")
    return speaker.say("blocking.pass_attested" if attested else "blocking.pass", n=attested or len(blocking))


def standards(speaker: Speaker) -> tuple[StandardText, ...]:
    """What each standard comes to, with a mark for every requirement."""
    return tuple(_standard(standard, number, speaker) for number, standard in enumerate(speaker.facts.standards, 1))


def _standard(standard: Standard, number: int, speaker: Speaker) -> StandardText:
    line = tally_line(standard, speaker)
    fails = [item for item in standard.blocking if item.verdict.state == "fail"]
    waits = [item for item in standard.blocking if item.verdict.state not in HELD | {"fail"}]
    marks = [(item.verdict.state, item.verdict.blocking) for item in standard.items]
    return StandardText(
        code=brief(speaker.view.words.standard_code(standard.id), 60),
        title=speaker.view.words.standard_title(standard.id, speaker.language) or standard.id,
        sign=speaker.sign(standard.state),
        total=speaker.say("tally.total", n=len(standard.items)),
        legend=tuple((draw_state(state), speaker.say(f"tally.{state}", n=n)) for state, n in standard.tally.items()),
        marks=draw_marks(
            marks[:_MOST_MARKS],
            speaker.say("marks.title"),
            speaker.say("marks.desc", line=line),
            f"{speaker.language}-m{number}",
        ),
        blocking=blocking_line(standard, speaker),
        fails=LinksText(*speaker.links(fails, _MOST_LINKS)),
        waits=LinksText(*speaker.links(waits, _MOST_LINKS)),
    )


def lines(states: Iterable[State], speaker: Speaker) -> LinesText:
    """Requirements in one of these states, each with its sentence."""
    wanted = frozenset(states)
    items = [item for item in speaker.facts.items if item.verdict.state in wanted]
    rest = len(items) - _MOST_LINES
    more = speaker.say("more.entries", n=rest) if rest > 0 else ""
    return LinesText(tuple(_line(item, speaker) for item in items[:_MOST_LINES]), more)


def _line(item: Item, speaker: Speaker) -> Line:
    letter = speaker.say("state.pass_by_letter") + speaker.say("stop")
    text = speaker.sentences.item(item)
    return Line(
        link=speaker.link(item),
        code=speaker.code(item.verdict.standard),
        title=speaker.title(item),
        blocking=item.verdict.blocking,
        unchecked=item.verdict.conf != "V",
        text=sentences([letter, text], speaker.language) if item.verdict.state == "pass_by_letter" else text,
        steps=_steps(item, speaker),
    )


def _steps(item: Item, speaker: Speaker) -> tuple[str, ...]:
    """What would decide a requirement that its evidence leaves open."""
    open_ones = [leaf for leaf in item.leaves if leaf.state == "undecided" == item.verdict.state]
    steps = (todo(leaf, speaker.facts, [], speaker.view.words, speaker.language)[:1] for leaf in open_ones)
    return tuple(dict.fromkeys(step for some in steps for step in some))


def open_lines(speaker: Speaker) -> tuple[OpenLine, ...]:
    """What would decide the requirements that are open."""
    return tuple(_open_line(decider, items, speaker) for decider, items in decider_groups(speaker.facts))


def _open_line(decider: Decider, items: list[Item], speaker: Speaker) -> OpenLine:
    name, probe = decider_name(decider, speaker)
    blocking = sum(item.verdict.blocking for item in items)
    links, more = speaker.links(items, _MOST_LINKS)
    return OpenLine(
        name[:1].upper() + name[1:],
        probe,
        speaker.say("decide.blocking", n=blocking) if blocking else "",
        LinksText(links, more),
    )


def decider_name(decider: Decider, speaker: Speaker) -> tuple[str, str]:
    """A decider's name in this language, empty where it has none, and the id of its probe where it is one."""
    if decider.means == "probe":
        return speaker.view.words.probe_name(decider.probe, speaker.language), brief(decider.probe, 60)
    return speaker.say(f"decide.{decider.means}", file="system.yaml"), ""


def open_intro(speaker: Speaker) -> str:
    """How many requirements wait for something."""
    n = sum(item.verdict.state in WAITING for item in speaker.facts.items)
    return speaker.say("open.intro", n=n) if n else ""
