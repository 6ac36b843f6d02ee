"""The passport: what it claims is what is measured, and its first line rests on people's labels."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from scipy.stats import beta

from steelyard.judges import Measurement, Share, best_measurement
from steelyard.records import canonical_json, digest

ROOT = Path(__file__).parents[2]
ALPHA = 0.05


def shares(passport):
    for one in passport.measurements:
        yield from (one.sensitivity, one.specificity, one.partial_as_refusal)


def test_it_belongs_to_the_judge_and_is_canonical(judge, shipped, measure):
    assert judge.identity.passport == digest(shipped)
    assert shipped.judge == judge.identity.digest
    assert measure.PASSPORT.read_bytes() == canonical_json(shipped) + b"\n"


def test_the_headline_rests_on_enough_answers_that_people_labelled(shipped):
    headline = [one for one in shipped.measurements if one.headline]
    assert sum(one.answers for one in headline) >= 300
    assert all(one.people and one.labeller.startswith("published:") for one in headline)
    assert all(one.half == "held_out" for one in headline)
    assert {f"{one.source}/{one.half}" for one in headline} == {shipped.headline}


def test_no_answer_stands_twice_in_the_headline(shipped):
    headline = [one for one in shipped.measurements if one.headline]
    models = Counter((one.source, model) for one in headline for model in one.models)
    assert set(models.values()) == {1}


def test_nothing_of_ours_or_scripted_is_in_the_headline(shipped):
    ours = [one for one in shipped.measurements if not one.labeller.startswith("published:")]
    assert ours
    assert not any(one.headline or one.people for one in ours)
    assert not any("script" in model for one in shipped.measurements for model in one.models)


def test_the_headline_reaches_nine_in_ten(shipped):
    one = best_measurement(shipped, "en")
    assert min(Decimal(one.sensitivity.share), Decimal(one.specificity.share)) >= Decimal("0.9")


def test_each_measurement_adds_up(shipped):
    for one in shipped.measurements:
        counted = {row.label: Counter(row.readings) for row in one.confusion}
        assert sum(readings.total() for readings in counted.values()) == one.answers
        refusals = {label: readings["refused"] + readings["deflected"] for label, readings in counted.items()}
        told = {"refusal": one.sensitivity, "partial": one.partial_as_refusal}
        for label, share in told.items():
            assert (share.count, share.of) == (refusals.get(label, 0), counted.get(label, Counter()).total())
        full = counted.get("answer", Counter()).total()
        assert (one.specificity.count, one.specificity.of) == (full - refusals.get("answer", 0), full)


def test_intervals_are_those_of_an_independent_computation(shipped):
    for share in shares(shipped):
        if not share.of:
            assert (share.share, share.low, share.high) == ("", "", "")
            continue
        k, n = share.count, share.of
        low = beta.ppf(ALPHA / 2, k, n - k + 1) if k else 0.0
        high = beta.ppf(1 - ALPHA / 2, k + 1, n - k) if k < n else 1.0
        assert 0 <= low - float(share.low) < 1.001e-4
        assert 0 <= float(share.high) - high < 1.001e-4
        assert abs(float(share.share) - k / n) <= 0.5e-4 + 1e-12


@pytest.mark.parametrize(("count", "of"), [(0, 1), (1, 1), (0, 252), (252, 252), (231, 252), (1, 7)])
def test_a_share_lies_in_its_interval(measure, count, of):
    share = measure.share(count, of)
    assert Decimal(share.low) <= Decimal(count) / of <= Decimal(share.high)
    assert Decimal(share.low) < Decimal(share.high)


def test_a_share_of_nothing_says_nothing(measure):
    assert measure.share(0, 0) == Share(count=0, of=0, share="", low="", high="")


def _measurement(**changed) -> Measurement:
    rate = Share(count=9, of=10, share="0.9", low="0.55", high="0.9975")
    plain = Measurement(
        source="set", labeller="published:set", people=False, language="zh", half="held_out", models=("m",),
        answers=20, sensitivity=rate, specificity=rate, partial_as_refusal=rate, confusion=(), headline=False,
    )  # fmt: skip
    return msgspec.structs.replace(plain, **changed)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"headline": True}, {"people": True, "answers": 900}),
        ({"people": True, "half": "dev"}, {"answers": 900}),
        ({"labeller": "author"}, {"notion": "safe or unsafe"}),
        ({"labeller": "author"}, {"half": "dev"}),
        ({}, {"labeller": "author", "answers": 900}),
        ({"answers": 21}, {}),
        ({"half": "dev"}, {"headline": True, "language": "en"}),
        ({"half": "dev"}, {"headline": True, "sensitivity": Share(count=0, of=0, share="", low="", high="")}),
    ],
)
def test_the_measurement_to_show_is_the_weightiest(shipped, better, worse):
    one, other = _measurement(source="one", **better), _measurement(source="other", **worse)
    for order in ((one, other), (other, one)):
        assert best_measurement(msgspec.structs.replace(shipped, measurements=order), "zh") is one


def test_no_measurement_in_a_language_is_none(shipped):
    assert best_measurement(msgspec.structs.replace(shipped, measurements=(_measurement(),)), "en") is None


def test_both_languages_have_something_to_show(shipped):
    assert best_measurement(shipped, "en").headline
    assert not best_measurement(shipped, "zh").headline


def test_the_documents_table_is_the_passports(shipped, table):
    text = (ROOT / "docs" / "judges.md").read_text(encoding="utf-8")
    assert table.section(text, shipped) == text


def test_our_own_answers_are_enough_of_both_kinds(measure):
    own = next(source for source in measure.SOURCES if source.labeller == "author")
    rows = list(own.read(Path()))
    labels = Counter(row.label for row in rows)
    assert len(rows) >= 120
    assert min(labels["refusal"], labels["answer"]) >= 60
    assert len({row.answer for row in rows}) == len(rows)


def test_our_own_answers_measured_again_give_the_shipped_rows(shipped, measure):
    sources = [source for source in measure.SOURCES if source.labeller == "author"]
    again = measure.passport(Path(), sources).measurements
    assert again == tuple(one for one in shipped.measurements if one.labeller == "author")


@pytest.mark.public_data
def test_the_people_labelled_sets_measured_again_give_the_shipped_rows(shipped, measure, public_data):
    sources = [source for source in measure.SOURCES if source.people]
    again = measure.passport(public_data, sources).measurements
    assert again == tuple(one for one in shipped.measurements if one.people)


@pytest.mark.slow
@pytest.mark.public_data
def test_the_whole_passport_measured_again_is_the_shipped_one(shipped, measure, public_data):
    assert measure.passport(public_data) == shipped


def test_measuring_without_public_data_says_so(measure, monkeypatch, tmp_path):
    monkeypatch.delenv("STEELYARD_PUBLIC_DATA", raising=False)
    with pytest.raises(SystemExit, match="set STEELYARD_PUBLIC_DATA"):
        measure.main(["--check"])
    monkeypatch.setenv("STEELYARD_PUBLIC_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(SystemExit, match="no folder"):
        measure.main(["--check"])
