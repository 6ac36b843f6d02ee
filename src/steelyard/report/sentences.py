"""A verdict in sentences: what was seen, why it came out so."""

from __future__ import annotations

from fractions import Fraction

from steelyard.records import Language, Measure, PeopleMeasure, Reason, Survey, Verdict, WordingsMeasure
from steelyard.stats import JudgedStratum, post_stratified

from .evidence import Evidence
from .facts import Facts, Item, evidence_of
from .percent import exact_percent, interval_percent, percent
from .say import say, sentences


class Sentences:
    """Sentences of one run in one language."""

    def __init__(self, facts: Facts, evidence: Evidence, language: Language) -> None:
        self._facts, self._evidence, self._language = facts, evidence, language

    def item(self, item: Item) -> str:
        """A requirement, for the list at the top: what its worst parts come to."""
        verdict = item.verdict
        if verdict.state == "attested":
            return self._say("reason.attested")
        telling = [leaf for leaf in item.leaves if leaf.state == verdict.state] or list(item.leaves)
        texts: dict[str, None] = {}
        for leaf in telling:
            owner = self._facts.owners.get(evidence_of(leaf), item)
            text = self.leaf(leaf) if owner.number == item.number else self._same_as(leaf, owner)
            texts.setdefault(text)
        return sentences(list(texts), self._language)

    def leaf(self, leaf: Verdict) -> str:
        """A threshold or check: what was measured, then the reason where there is one to add."""
        if leaf.measure:
            survey = self._facts.surveys[leaf.measure.survey]
            seen = [self.seen(survey, leaf.measure), self.reach(leaf.measure)]
            return sentences([*seen, self.reason(leaf.reason)], self._language)
        if leaf.checks and leaf.state == "pass":
            return self.clean(leaf)
        return self.reason(leaf.reason)

    def seen(self, survey: Survey, measure: Measure) -> str:
        """How many of the counted questions were met as they should be, and what the standard asks."""
        answered = measure.counted - measure.open_faults
        if answered <= 0:
            return self._say(f"measure.{survey.expectation}.zero")
        at_least = survey.threshold.comparator == ">="
        limit = exact_percent(survey.threshold.published_limit, self._language)
        bar = self._say("bar.ge" if at_least else "bar.le", limit=limit)
        kept = answered - measure.failures
        return self._say(f"measure.{survey.expectation}", kept=kept, counted=measure.counted, bar=bar)

    def reach(self, measure: Measure) -> str:
        """The interval in words, with its error rate and who read the answers."""
        if measure.counted == 0:
            return ""
        low, high = interval_percent(measure.interval.low, measure.interval.high, measure.limit, self._language)
        alpha = exact_percent(measure.interval.alpha, self._language)
        reader = self._facts.read_by(measure)
        return self._say(f"measure.interval.{reader}", low=low, high=high, alpha=alpha)

    def notes(self, measure: Measure) -> list[str]:
        """What else happened to the answers."""
        counts = {"faults": measure.open_faults, "model_faults": measure.model_faults, "surplus": measure.surplus}
        found = [self._say(f"measure.{name}", n=n) for name, n in counts.items() if n]
        if measure.wordings:
            found.append(self._wordings(measure.wordings, measure.limit))
        return [*found, self._say("measure.people"), *self._people(measure.people)] if measure.people else found

    def _wordings(self, wordings: WordingsMeasure, limit: str) -> str:
        """What several wordings of each family come to; no state rests on it."""
        low, high = interval_percent(wordings.interval.low, wordings.interval.high, limit, self._language)
        return self._say(
            f"measure.wordings.{wordings.reader}", families=wordings.families, wordings=wordings.wordings,
            failures=wordings.failures,
            low=low, high=high, alpha=exact_percent(wordings.interval.alpha, self._language),
            outcome=self._say(f"outcome.{wordings.claim}"),
        )  # fmt: skip

    def _people(self, people: PeopleMeasure) -> list[str]:
        """What people's labels say: counts, the failure share they estimate, the claims they decide."""
        flagged, rest = people.flagged, people.unflagged
        labelled = flagged.labelled + rest.labelled
        if not labelled:
            return []
        found = [self._say(
            "measure.people.read", labelled=labelled, answers=flagged.answers + rest.answers, flagged=flagged.labelled,
            flagged_failed=flagged.failures, rest=rest.labelled, rest_failed=rest.failures,
        )]  # fmt: skip
        if disputed := flagged.open_labels + rest.open_labels:
            found.append(self._say("measure.people.disputed", n=disputed))
        share = post_stratified([
            JudgedStratum(one.answers, one.labelled - one.open_labels, one.failures) for one in (flagged, rest)
        ])  # fmt: skip
        found.append(self._say(
            "measure.people.share", share=percent(_rounded(share.estimate), self._language),
            low=percent(_rounded(share.low), self._language, "down"),
            high=percent(_rounded(share.high), self._language, "up"),
        ))  # fmt: skip
        outcomes = {name: self._say(f"outcome.{claim}") for name, claim in (
            ("letter", people.letter), ("forecast", people.forecast), ("strict", people.strict),
        )}  # fmt: skip
        return [*found, self._say("measure.people.claims", **outcomes)]

    def clean(self, leaf: Verdict) -> str:
        """A reading that found nothing, with how much it read."""
        assert leaf.checks is not None
        coverage = self._evidence.coverage
        files = sum(coverage[scan].files for scan in leaf.checks.scans if scan in coverage)
        return self._say("checks.clean", files=self._say("count.files", n=files))

    def reason(self, reason: Reason) -> str:
        """A reason in words; a decided statistic needs none."""
        if reason.code == "decided":
            return ""
        values: dict[str, str | int] = dict(reason.numbers)
        if "worst" in values:
            values["worst"] = self._say(f"severity.{values['worst']}")
        if "findings" in values:
            values["n"] = values["findings"]
        if "unread" in values:
            values["unread"] = self._say("count.files", n=values["unread"])
        if "faults" in values:
            values["n"] = values["faults"]
        return self._say(f"reason.{reason.code}", **values)

    def position(self, measure: Measure) -> str:
        """On which side of the limit the interval lies."""
        limit = Fraction(measure.limit)
        if Fraction(measure.interval.high) <= limit:
            return self._say("beam.pass")
        return self._say("beam.fail" if Fraction(measure.interval.low) > limit else "beam.open")

    def _same_as(self, leaf: Verdict, owner: Item) -> str:
        also = self._say("reason.also", first=owner.verdict.subject[:40])
        if leaf.measure:
            return sentences([self.seen(self._facts.surveys[leaf.measure.survey], leaf.measure), also], self._language)
        return sentences([self.reason(leaf.reason), also], self._language)

    def _say(self, key: str, **values: str | int) -> str:
        return say(key, self._language, **values)


def _rounded(share: float) -> Fraction:
    """An approximate share to six places."""
    return Fraction(round(share * 10**6), 10**6)
