"""Requirement by requirement: those about which something is known in full, the others in a table."""

from __future__ import annotations

from .advice import deciders
from .content import CardText, RestLine, RestText, SameText
from .facts import Item, evidence_of
from .overview import decider_name
from .parts import part, part_title
from .safe import brief
from .speaker import Speaker

_MOST_UNSERVED = 12


def cards(speaker: Speaker) -> tuple[CardText, ...]:
    """Requirements about which something is known, blocking and worst first."""
    return tuple(_card(item, speaker) for item in speaker.facts.cards)


def _card(item: Item, speaker: Speaker) -> CardText:
    verdict, words, owners = item.verdict, speaker.view.words, speaker.facts.owners
    own = [leaf for leaf in item.measured if owners[evidence_of(leaf)].number == item.number]
    same = [(leaf, owners[evidence_of(leaf)]) for leaf in item.measured if leaf not in own]
    return CardText(
        anchor=speaker.anchor(item),
        id=brief(verdict.subject, 40),
        code=speaker.code(verdict.standard),
        title=speaker.title(item),
        text=words.requirement_text(verdict.standard, verdict.subject, speaker.language),
        sign=speaker.sign(verdict.state),
        blocking=verdict.blocking,
        unchecked=verdict.conf != "V",
        parts=tuple(part(leaf, f"{speaker.anchor(item)}-{n}", speaker) for n, leaf in enumerate(own, 1)),
        same=tuple(
            SameText(part_title(leaf, speaker), speaker.sign(leaf.state), speaker.link(owner)) for leaf, owner in same
        ),
        unserved=_unserved(item, speaker),
    )


def _unserved(item: Item, speaker: Speaker) -> tuple[str, ...]:
    """Parts of a requirement that nothing measures, by name."""
    names = []
    for leaf in item.leaves:
        if leaf in item.measured:
            continue
        name = speaker.view.words.threshold_name(leaf.standard, leaf.subject, speaker.language)
        names.append(name or (speaker.say("part.people") if leaf.basis == "people" else brief(leaf.subject, 60)))
    rest = len(names) - _MOST_UNSERVED
    return (*names[:_MOST_UNSERVED], *([speaker.say("more.entries", n=rest)] if rest > 0 else []))


def rest(speaker: Speaker) -> tuple[RestText, ...]:
    """The others, by standard."""
    by_standard: dict[str, list[RestLine]] = {}
    for item in speaker.facts.rest:
        by_standard.setdefault(item.verdict.standard, []).append(_rest_line(item, speaker))
    return tuple(
        RestText(speaker.code(standard), speaker.view.words.standard_title(standard, speaker.language), tuple(lines))
        for standard, lines in by_standard.items()
    )


def _rest_line(item: Item, speaker: Speaker) -> RestLine:
    verdict = item.verdict
    named = (decider_name(decider, speaker) for decider in deciders(item))
    return RestLine(
        anchor=speaker.anchor(item),
        id=brief(verdict.subject, 40),
        title=speaker.title(item),
        blocking=verdict.blocking,
        unchecked=verdict.conf != "V",
        sign=speaker.sign(verdict.state),
        waits=tuple((probe or name, bool(probe)) for name, probe in named),
    )
