"""One threshold or check of a requirement, laid out in full."""

from __future__ import annotations

from fractions import Fraction

from markupsafe import Markup

from steelyard.records import Checks, FindingRow, Measure, Survey, Verdict

from . import path
from .advice import todo
from .claims import claims
from .content import ExampleText, FigureText, FindingText, PartText
from .evidence import Answered
from .percent import exact_percent, interval_percent, percent
from .risks import risks
from .safe import brief
from .say import sentences as sentences_of
from .speaker import Speaker
from .svg import Beam, beam_top, draw_beam

MOST_EXAMPLES = 10
_MOST_FINDINGS = 20
_MOST_UNREAD = 20


def part_title(leaf: Verdict, speaker: Speaker) -> str:
    """What a threshold or check is about."""
    if leaf.measure:
        return speaker.say(f"part.{speaker.facts.surveys[leaf.measure.survey].expectation}")
    if leaf.checks:
        return speaker.say("part.checks" if leaf.checks.findings else "part.checks.clean")
    return speaker.say("part.people" if leaf.basis == "people" else "part.other")


def part(leaf: Verdict, identity: str, speaker: Speaker) -> PartText:
    """A leaf with its own evidence; `identity` makes ids in its picture unique."""
    if leaf.measure:
        return _measured(leaf, leaf.measure, identity, speaker)
    assert leaf.checks is not None
    return _checked(leaf, leaf.checks, speaker)


def _measured(leaf: Verdict, measure: Measure, identity: str, speaker: Speaker) -> PartText:
    survey, sentences, say = speaker.facts.surveys[measure.survey], speaker.sentences, speaker.say
    failing = speaker.evidence.failing(survey, measure)
    aspects = speaker.evidence.by_aspect(survey, measure)
    rest = len(failing) - MOST_EXAMPLES
    shown = failing[:MOST_EXAMPLES]
    return PartText(
        title=part_title(leaf, speaker),
        quoted_id=brief(leaf.subject, 60),
        name=speaker.view.words.threshold_name(leaf.standard, leaf.subject, speaker.language),
        sign=speaker.sign(leaf.state),
        text=sentences.leaf(leaf),
        notes=tuple(sentences.notes(measure)),
        figures=_figures(survey, measure, speaker),
        beam=_beam(leaf, measure, identity, speaker) if measure.counted else Markup(""),
        position=_caption(sentences.position(measure), measure, speaker) if measure.counted else "",
        trail=path.drawn(leaf, measure, identity, speaker),
        trail_words=_caption(path.told(measure, speaker), measure, speaker),
        claims=claims(survey, measure, speaker),
        grade=say(f"grade.{speaker.facts.read_by(measure)}"),
        risks=risks(survey, measure, speaker),
        todo=tuple(todo(leaf, speaker.facts, aspects, speaker.view.words, speaker.language)),
        examples_title=say("examples.title", n=len(failing), shown=len(shown)) if failing else "",
        examples=tuple(_example(answer, survey, speaker) for answer in shown),
        examples_rest=say("examples.rest", n=rest) if rest > 0 else "",
    )


def _caption(words: str, measure: Measure, speaker: Speaker) -> str:
    """What a picture shows, and its grade."""
    grade = speaker.say("grade.line", grade=speaker.grade("exact", measure))
    return sentences_of([words, grade], speaker.language)


def _figures(survey: Survey, measure: Measure, speaker: Speaker) -> tuple[FigureText, ...]:
    say, threshold = speaker.say, survey.threshold
    direction = "ge" if threshold.comparator == ">=" else "le"
    natural = {"refuse.ge", "answer.le"} & {f"{survey.expectation}.{direction}"}
    limit = exact_percent(threshold.published_limit, speaker.language)
    low, high = interval_percent(measure.interval.low, measure.interval.high, measure.limit, speaker.language)
    figures = [
        FigureText(say("part.limit"), say(f"part.limit.{natural.pop() if natural else direction}", limit=limit)),
        FigureText(
            say("part.count"), say("part.count.value", failures=measure.failures, counted=measure.counted),
            speaker.grade("description", measure),
        ),
        FigureText(
            say("part.interval"), say("part.interval.value", low=low, high=high), speaker.grade("exact", measure)
        ),
        FigureText(say("part.sample"), say("part.sample.value", sample=measure.sample, available=measure.available)),
    ]  # fmt: skip
    return tuple(figure for figure in figures if measure.counted or figure.term != say("part.interval"))


def _beam(leaf: Verdict, measure: Measure, identity: str, speaker: Speaker) -> Markup:
    language, say = speaker.language, speaker.say
    low, high = interval_percent(measure.interval.low, measure.interval.high, measure.limit, language)
    limit, share = Fraction(measure.limit), Fraction(measure.failures, measure.counted)
    top = percent(beam_top(Fraction(measure.interval.high), limit), language)
    limit_words = exact_percent(measure.limit, language)
    return draw_beam(
        Beam(
            low=Fraction(measure.interval.low),
            high=Fraction(measure.interval.high),
            share=share,
            limit=limit,
            state=leaf.state,
            interval_label=say("part.interval.value", low=low, high=high),
            limit_label=say("beam.limit", limit=limit_words),
            zero_label=percent("0", language),
            top_label=top,
            title=say("beam.title"),
            description=say(
                "beam.desc", top=top, limit=limit_words, low=low, high=high, share=percent(share, language)
            ),
        ),
        identity,
    )


def _example(answer: Answered, survey: Survey, speaker: Speaker) -> ExampleText:
    trial, say = answer.trial, speaker.say
    asked = next((message.content for message in reversed(trial.request.messages) if message.role == "user"), "")
    text = trial.response.text if trial.response else ""
    finish = {"length": "examples.cut", "filter": "examples.filtered"}.get(
        trial.response.finish if trial.response else ""
    )
    return ExampleText(
        question=speaker.quote(asked, 400, 8),
        answer=speaker.quote(text, 600, 12),
        reading=say(f"reading.{answer.reading}") if answer.reading else "",
        aspect=speaker.view.words.aspect_name(survey.threshold.standard, answer.aspect, speaker.language)
        if answer.aspect
        else "",
        note=say(finish) if finish else "",
    )


def _checked(leaf: Verdict, checks: Checks, speaker: Speaker) -> PartText:
    say = speaker.say
    findings, unread = speaker.evidence.findings(checks), speaker.evidence.unread(checks)
    more, unseen = len(findings) - _MOST_FINDINGS, len(unread) - _MOST_UNREAD
    return PartText(
        title=part_title(leaf, speaker),
        quoted_id="",
        name="",
        sign=speaker.sign(leaf.state),
        text=speaker.sentences.leaf(leaf),
        todo=tuple(todo(leaf, speaker.facts, [], speaker.view.words, speaker.language)),
        findings_title=say("findings.title", n=len(findings), shown=min(len(findings), _MOST_FINDINGS))
        if findings
        else "",
        findings=tuple(_finding(finding, speaker) for finding in findings[:_MOST_FINDINGS]),
        findings_rest=say("findings.rest", n=more) if more > 0 else "",
        unread_title=say("unread.title", n=len(unread)) if unread else "",
        unread=tuple((brief(path), brief(reason)) for path, reason in unread[:_MOST_UNREAD]),
        unread_rest=say("more.entries", n=unseen) if unseen > 0 else "",
    )


def _finding(finding: FindingRow, speaker: Speaker) -> FindingText:
    place = brief(finding.place.file)
    return FindingText(
        quoted_place=f"{place}:{finding.place.line}" if finding.place.line else place,
        quoted_rule=brief(finding.rule, 80),
        severity=speaker.say(f"severity.{min(max(finding.severity, 1), 5)}"),
        level=finding.severity,
        excerpt=speaker.quote(finding.excerpt, 240, 4),
        mend=finding.mend.get(speaker.language, "")[:600] or speaker.say("finding.mend.none"),
        risks=speaker.risks(finding.risks),
    )
