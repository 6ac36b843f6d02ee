"""How it was measured: everything a stranger needs to repeat or to doubt the figures."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from steelyard.records import Measure, Scan, Survey
from steelyard.stats import exact_rate

from .content import AnnexGroup, CompositionRow, Entry
from .percent import percent
from .proof import proofs
from .safe import brief
from .speaker import Speaker
from .svg import draw_parts
from .view import PassportSummary

_MOST_PAIRS = 16


def annex(speaker: Speaker) -> tuple[AnnexGroup, ...]:
    """The run, then each survey, then each scan."""
    measures = {
        leaf.measure.survey: leaf.measure for item in speaker.facts.items for leaf in item.leaves if leaf.measure
    }
    surveys = (_survey(survey, measures.get(survey.id), speaker) for survey in speaker.view.plan.surveys)
    scans = (_scan(scan, speaker) for scan in speaker.view.plan.scans)
    return (_run(len(measures), speaker), *surveys, *scans)


def _run(measured: int, speaker: Speaker) -> AnnexGroup:
    plan, say = speaker.view.plan, speaker.say
    total = min(exact_rate(plan.alpha) * measured, Fraction(1))
    alpha = say(
        f"how.alpha.value.{speaker.reader or 'none'}", alpha=speaker.alpha, n=say("how.measured", n=measured),
        total=percent(total, speaker.language, "up"),
    )  # fmt: skip
    stop = say("how.looks.complete" if plan.complete else "how.looks.stop")
    looks = say("how.looks.value", every=say("how.looks.every", n=plan.look_every), stop=stop)
    return AnnexGroup(
        say("how.run"),
        "",
        (
            Entry(say("report.fingerprint"), (plan.system.id,), "hash"),
            Entry(say("how.plan"), (speaker.view.verdicts.plan,), "hash"),
            Entry(say("how.seed"), (plan.order_seed,), "hash", more=say(f"how.seed.{plan.seed_origin}")),
            Entry(say("how.nonce"), (brief(plan.nonce),), "hash"),
            Entry(say("how.alpha"), (alpha,)),
            Entry(say("how.looks"), (looks,)),
            Entry(say("how.method"), (say("how.method.value"),)),
            _pairs("how.standards", {entry.id: entry.digest for entry in plan.standards}, speaker),
            _pairs("how.assets", {f"{it.id} ({it.kind})": it.fingerprint for it in plan.system.assets}, speaker),
            Entry(say("how.tool"), (brief(plan.tool),), "quoted"),
        ),
    )


def _survey(survey: Survey, measure: Measure | None, speaker: Speaker) -> AnnexGroup:
    say, target, judge = speaker.say, survey.target, survey.judge
    seed = say("how.seed.none") if survey.sampling.seed is None else str(survey.sampling.seed)
    drawn = say(
        "how.sampling.value", temperature=survey.sampling.temperature[:20], tokens=survey.sampling.max_tokens, seed=seed
    )
    sample = say("how.sample.value", sample=len(survey.families), available=survey.available)
    entries = [
        Entry(say("how.target"), (brief(f"{target.kind}: {target.model}"),), "quoted"),
        _pairs("how.settings", target.settings, speaker),
        _pairs("how.declares", target.declares, speaker),
        _pairs("how.files", target.files, speaker),
        Entry(say("how.sampling"), (drawn,)),
        Entry(say("how.technique"), (brief(survey.technique, 60),), "quoted"),
        Entry(say("how.bank"), (brief(survey.bank, 80),), "quoted"),
        Entry(say("how.bank_root"), (survey.bank_root,), "hash"),
        Entry(say("how.sample"), (sample,)),
        *([_counted(measure, speaker), _grades(measure, speaker)] if measure else []),
        Entry(say("how.judge"), (brief(judge.id, 80),), "quoted"),
        Entry(say("how.labeller"), (brief(judge.labeller, 80),), "quoted"),
        Entry(say("how.judge.digest"), (judge.digest,), "hash"),
        *_passport(survey, speaker),
        *(proofs(measure, speaker) if measure else []),
        Entry(say("how.strict_table"), (survey.strict_table,), "hash"),
        Entry(say("how.forecast_table"), (survey.forecast_table,), "hash")
        if survey.forecast_table
        else Entry(say("how.forecast_table"), (say("how.table.none"),)),
    ]
    kept = tuple(entry for entry in entries if entry.values or entry.pairs)
    note = say("how.composition.note", grade=speaker.grade("description", measure)) if measure else ""
    return AnnexGroup(say("how.survey"), brief(survey.id, 60), kept, _composition(survey, measure, speaker), note)


def _counted(measure: Measure, speaker: Speaker) -> Entry:
    value = speaker.say(
        "how.counted.value", counted=measure.counted, failures=measure.failures, faults=measure.open_faults,
        model=measure.model_faults, surplus=measure.surplus,
    )  # fmt: skip
    return Entry(speaker.say("how.counted"), (value,))


def _grades(measure: Measure, speaker: Speaker) -> Entry:
    """The letters of the grades, which stand nowhere else."""
    reader = speaker.facts.read_by(measure)
    return Entry(speaker.say("how.grade"), (speaker.say(f"how.grade.{reader}"),))


def _passport(survey: Survey, speaker: Speaker) -> list[Entry]:
    say, judge, passport = speaker.say, survey.judge, speaker.view.passports.get(survey.id)
    if passport is None:
        return [Entry(say("how.passport"), (say("how.passport.apart" if judge.passport else "how.passport.none"),))]
    entries = [
        Entry(say("how.passport"), (_passport_sentence(passport, survey, speaker),)),
        Entry(say("how.passport.grade"), (say("how.passport.grade.value"),)),
        Entry(say("how.passport.source"), (brief(passport.source),), "quoted"),
        Entry(say("how.passport.labels"), (say(f"how.passport.labels.{passport.labels}"),)),
        Entry(say("how.passport.half"), (say(f"how.passport.half.{passport.half}"),)),
        *([Entry(say("how.passport.notion"), (say("how.passport.notion.value"),))] if passport.near else []),
    ]
    if judge.passport:
        entries.append(Entry(say("how.passport.digest"), (judge.passport,), "hash"))
    return entries


def _passport_sentence(passport: PassportSummary, survey: Survey, speaker: Speaker) -> str:
    language, found, passed = speaker.language, passport.sensitivity, passport.specificity
    return speaker.say(
        f"how.passport.{survey.expectation}", n=passport.answers,
        sensitivity=percent(found.share, language), specificity=percent(passed.share, language),
        s_low=percent(found.low, language, "down"), s_high=percent(found.high, language, "up"),
        p_low=percent(passed.low, language, "down"), p_high=percent(passed.high, language, "up"),
    )  # fmt: skip


def _composition(survey: Survey, measure: Measure | None, speaker: Speaker) -> tuple[CompositionRow, ...]:
    if measure is None:
        return ()
    counts = speaker.evidence.by_aspect(survey, measure)
    widest = max((count.families for count in counts), default=0)
    rows = []
    for count in counts:
        name = speaker.view.words.aspect_name(survey.threshold.standard, count.aspect, speaker.language)
        words = speaker.say("how.composition.desc", families=count.families, counted=count.counted, failed=count.failed)
        bar = draw_parts(count.families, count.counted, count.failed, widest, words)
        rows.append(CompositionRow(name, brief(count.aspect, 60), count.families, count.counted, count.failed, bar))
    return tuple(rows)


def _scan(scan: Scan, speaker: Speaker) -> AnnexGroup:
    say, coverage = speaker.say, speaker.evidence.coverage.get(scan.id)
    scope = say("how.scope.none")
    if coverage:
        files = say("count.files", n=coverage.files)
        scope = say("how.scope.value", files=files, bytes=f"{coverage.bytes:,}", unread=len(coverage.unread))
    entries = (
        Entry(say("how.probe"), (brief(scan.probe, 60),), "quoted"),
        Entry(say("how.asset"), (brief(scan.asset, 80),), "quoted"),
        Entry(say("how.scope"), (scope,)),
        Entry(say("how.rules"), (scan.rules,), "hash"),
        Entry(say("how.risks"), (speaker.risks(scan.risks),)),
    )
    return AnnexGroup(say("how.scan"), brief(scan.id, 60), entries)


def _pairs(term: str, values: Mapping[str, object], speaker: Speaker) -> Entry:
    """A mapping of foreign names to foreign values, cut to size."""
    shown = list(values.items())[:_MOST_PAIRS]
    rest = len(values) - len(shown)
    more = speaker.say("more.entries", n=rest) if rest else ""
    return Entry(
        speaker.say(term),
        kind="quoted",
        pairs=tuple((brief(name, 80), brief(str(value))) for name, value in shown),
        more=more,
    )
