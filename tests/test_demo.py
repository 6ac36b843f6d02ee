"""The demo's system against a scripted service: a change of seed, secret or model changes its lines and no others."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from mock_endpoint import COMPLIANCE, REFUSAL, Act, Call, as_json, reply
from report_lines import Line, differing, report_lines
from service import complies, refuses, serving

from steelyard.cli import run

EXAMPLE = Path(__file__).parents[1] / "examples" / "small-assistant"
SEED = hashlib.sha256(b"demo").hexdigest()
SETTINGS = "assistant/settings.py"
PLANTED = re.compile(r'^BACKUP_ACCESS_KEY = ".*"\n', re.MULTILINE)

SURVEYS, SCAN = ("how/group2", "how/group3"), "how/group4"
PLAN = {("how/group1", "Plan hash"), ("foot", "p")}
IDENTITY = PLAN | {
    ("masthead", "Fingerprint"), ("how/group1", "Fingerprint"), ("how/group1", "Assets as they were")
}  # fmt: skip
"""Where the plan's and the system's identity stand: place and label."""
COUNTED = re.compile(
    r"not-met \| p"
    r"|CARD/part[12] \| (p|summary)"
    r"|CARD/part[12]/(figures \| Failures|figures \| Failure share|figure \| .*|todo \| li)"
    r"|CARD/part[12]/claims \| (Forecast of the letter|Strict)"
    r"|CARD/part[12]/(examples|risks) \| .*"
    r"|how/group[23] \| (Counted|Evidence of the (strict|forecast) gate)|how/group[23]/composition \| .*"
)
"""Lines about what was counted, but for verdicts; CARD is the card of the refusal assessment."""
THREE = pytest.mark.parametrize("draw", [1, 2, 3])

Answer = Callable[[str], str]


class Made(NamedTuple):
    """A run: how it ended; states by requirement and threshold, what was measured by threshold; cards and lines."""

    code: int
    states: dict[str, str]
    measures: dict[str, tuple[object, ...]]
    cards: dict[str, str]
    lines: list[Line]


def share(question: str) -> float:
    """A number in [0, 1) that belongs to the question."""
    return int(hashlib.sha256(question.encode()).hexdigest()[:13], 16) / 16**13


def weak(question: str) -> str:
    """Answers most of what it should refuse, refuses a third of what it should answer."""
    return REFUSAL if share(question) < 0.3 else COMPLIANCE


def service_of(answer: Answer, model: str) -> Callable[[Call], Act]:
    listed = as_json({"object": "list", "data": [{"id": model, "object": "model", "owned_by": "tests"}]})
    return lambda call: listed if call.method == "GET" else reply(answer(call.question))


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    base = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name, folder in (("STEELYARD_CONFIG_HOME", "config"), ("STEELYARD_DATA_HOME", "data"), ("HOME", "home")):
            patch.setenv(name, str(base / folder))
        for name in ("STEELYARD_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            patch.delenv(name, raising=False)
        yield


def assess(
    folder: Path, *, answer: Answer = weak, model: str = "m", seed: str = SEED,
    plant: Callable[[Path], object] = lambda source: None,
) -> Made:  # fmt: skip
    """The demo's system with a service on loopback in the place of the local model."""
    system = folder / "system"
    shutil.copytree(EXAMPLE, system)
    plant(system / "src")
    with serving(service_of(answer, model)) as endpoint:
        text = (system / "system.yaml").read_text(encoding="utf-8")
        text, replaced = re.subn(r"local: smollm2.*", f"url: {endpoint.url}\n    model: {model}", text)
        assert replaced == 1
        (system / "system.yaml").write_text(text, encoding="utf-8")
        code = run([
            "assess", str(system / "system.yaml"), "--standard", "gbt45654", "--standard", "owasp_llm_2026",
            "--out", str(folder / "run"), "--seed", seed, "--concurrency", "1",
        ])  # fmt: skip
    verdicts = json.loads((folder / "run" / "verdicts.json").read_bytes())["requirements"]
    parts = {part["subject"]: part for verdict in verdicts for part in verdict["parts"] if part["measure"]}
    states = {verdict["subject"]: verdict["state"] for verdict in verdicts}
    states |= {name: part["state"] for name, part in parts.items()}
    measures = {name: (part["measure"]["failures"], part["measure"]["counted"]) for name, part in parts.items()}
    cards = {verdict["subject"]: f"requirements/r{number}" for number, verdict in enumerate(verdicts, start=1)}
    return Made(code, states, measures, cards, report_lines(folder / "run" / "report.html"))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Made:
    made = assess(tmp_path_factory.mktemp("base"))
    assert made.code == 1
    assert (made.states["REFUSE-RATE"], made.states["OVERREFUSE-RATE"]) == ("fail", "fail")
    return made


def changed(before: Made, after: Made) -> set[tuple[str, str]]:
    """Place and label of the lines that differ; the Chinese page must differ in the same places."""
    removed, added = differing(before.lines, after.lines)
    differ = [*removed, *added]
    english = {(line.place, line.label) for line in differ if line.language == "en"}
    assert {place for place, _ in english} == {line.place for line in differ if line.language == "zh"}
    return english


def texts(before: Made, after: Made, place: str) -> tuple[list[str], list[str]]:
    """English lines that went from a place, and those that came."""
    gone, come = (
        sorted(line.text for line in lines if line.language == "en" and line.place == place)
        for lines in differing(before.lines, after.lines)
    )
    return gone, come


def beyond_counts(before: Made, after: Made) -> set[tuple[str, str]]:
    """What differs, but for lines about what was counted; these must differ when, and only when, counts do."""
    differ = changed(before, after)
    card = before.cards["9.4"]
    for number, threshold in enumerate(("REFUSE-RATE", "OVERREFUSE-RATE"), start=1):
        figure = (f"{card}/part{number}/figures", "Failures")
        assert (figure in differ) == (before.measures[threshold] != after.measures[threshold])
    counted = re.compile(COUNTED.pattern.replace("CARD", card))
    return {line for line in differ if not counted.fullmatch(" | ".join(line))}


@THREE
def test_another_seed_asks_other_questions_of_the_same_system(base: Made, tmp_path: Path, draw: int) -> None:
    seed = Random(draw).randbytes(32).hex()
    made = assess(tmp_path, seed=seed)
    assert beyond_counts(base, made) == PLAN | {("how/group1", "Order seed")}
    assert any(seed in line.text for line in made.lines if line.label == "Order seed")
    assert (f"{base.cards['9.4']}/part1/examples", "blockquote quoted") in changed(base, made)
    assert (made.code, made.states) == (base.code, base.states)


def another_kind(source: Path, draw: Random) -> tuple[str, int]:
    """A GitHub token in the place of the AWS key."""
    return plant(source, SETTINGS, "ghp_" + "".join(draw.choices(string.ascii_letters + string.digits, k=36)))


def another_line(source: Path, draw: Random) -> tuple[str, int]:
    """The same key some lines further down."""
    path = source / SETTINGS
    more = draw.randint(1, 40)
    path.write_text(path.read_text(encoding="utf-8").replace("\nimport os\n", "\n" * more + "\nimport os\n"))
    return SETTINGS, line_of(path)


def another_file(source: Path, draw: Random) -> tuple[str, int]:
    """The same key in another file, which may be new."""
    line = PLANTED.search((source / SETTINGS).read_text(encoding="utf-8"))
    assert line is not None
    name = draw.choice(["assistant/app.py", "assistant/__init__.py", f"deploy/stage{draw.randint(1, 99)}.py"])
    (source / SETTINGS).write_text(PLANTED.sub("", (source / SETTINGS).read_text(encoding="utf-8")))
    target = source / name
    target.parent.mkdir(exist_ok=True)
    with target.open("a", encoding="utf-8") as file:
        file.write("\n" + line[0])
    return name, line_of(target)


def plant(source: Path, name: str, secret: str) -> tuple[str, int]:
    path = source / name
    text, replaced = PLANTED.subn(f'BACKUP_ACCESS_KEY = "{secret}"\n', path.read_text(encoding="utf-8"))
    assert replaced == 1
    path.write_text(text, encoding="utf-8")
    return name, line_of(path)


def line_of(path: Path) -> int:
    """The line of the planted key, from 1."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if line.startswith("BACKUP_ACCESS_KEY"))


@THREE
@pytest.mark.parametrize("change", [another_kind, another_line, another_file])
def test_another_secret_changes_its_finding_and_the_tree_s_identity(
    base: Made, tmp_path: Path, change: Callable[[Path, Random], tuple[str, int]], draw: int
) -> None:
    where: list[tuple[str, int]] = []
    made = assess(tmp_path, plant=lambda source: where.append(change(source, Random(draw))))
    findings = f"{base.cards['LLM08']}/part1/findings"
    excerpt = {(findings, "blockquote quoted")} if change is another_kind else set()
    differ = changed(base, made)
    assert differ - {(SCAN, "Read")} == IDENTITY | excerpt | {(findings, "p")}
    file, line = where[0]
    gone, come = texts(base, made, findings)
    assert any(text.startswith(f"{file}:{line} ") for text in come)
    assert any(text.startswith(f"{SETTINGS}:9 ") for text in gone)
    assert not any("storage.py" in text for text in [*gone, *come]), "the other finding stays as it is"
    assert [text.split()[0] for text in texts(base, made, "how/group1")[1] if "source" in text] == ["code"]
    assert not any("endpoint" in text for text in texts(base, made, "how/group1")[1])
    assert (made.code, made.states, made.measures) == (base.code, base.states, base.measures)


@THREE
def test_another_model_of_the_same_behaviour_changes_its_name_and_identity(
    base: Made, tmp_path: Path, draw: int
) -> None:
    name = "model-" + "".join(Random(draw).choices(string.ascii_lowercase, k=8))
    made = assess(tmp_path, model=name)
    named = {(group, label) for group in SURVEYS for label in ("Target", "What it says of itself")}
    assert changed(base, made) == IDENTITY | named
    for group in SURVEYS:
        assert [text for text in texts(base, made, group)[1] if name in text] == texts(base, made, group)[1]
    assert not any("source" in text for text in texts(base, made, "how/group1")[1])


@THREE
def test_a_model_that_answers_in_other_words_changes_the_quoted_answers(base: Made, tmp_path: Path, draw: int) -> None:
    number = Random(draw).randint(2, 999)
    words = f"Certainly. There are {number} steps: take the list, then follow it step by step."
    made = assess(tmp_path, answer=lambda question: words if weak(question) == COMPLIANCE else REFUSAL)
    examples = f"{base.cards['9.4']}/part1/examples"
    assert changed(base, made) == {(examples, "blockquote quoted")}
    gone, come = texts(base, made, examples)
    assert (set(gone), set(come)) == ({COMPLIANCE}, {words})


@THREE
def test_a_model_that_behaves_otherwise_changes_what_was_counted(base: Made, tmp_path: Path, draw: int) -> None:
    level = Random(draw).uniform(0.45, 0.7)
    made = assess(tmp_path, answer=lambda question: REFUSAL if share(question) < level else COMPLIANCE)
    assert made.measures != base.measures
    assert beyond_counts(base, made) == set()
    assert (made.code, made.states) == (base.code, base.states)


def test_always_refusing_turns_both_refusal_verdicts(tmp_path: Path) -> None:
    never, always = assess(tmp_path / "never", answer=complies), assess(tmp_path / "always", answer=refuses)
    turned = {name for name in never.states if never.states[name] != always.states[name]}
    assert {"REFUSE-RATE", "OVERREFUSE-RATE"} <= turned
    for made, refuse, overrefuse in ((never, "fail", "pass"), (always, "pass", "fail")):
        assert (made.code, made.states["REFUSE-RATE"], made.states["OVERREFUSE-RATE"]) == (1, refuse, overrefuse)
    place = f"{never.cards['9.4']}/part"
    for made in (never, always):
        heads = [line.text for line in made.lines if line.language == "en" and line.label == "h4"
                 and line.place.startswith(place)]  # fmt: skip
        said = {
            name: "Not met" if made.states[name] == "fail" else "Met" for name in ("REFUSE-RATE", "OVERREFUSE-RATE")
        }
        for name, word in said.items():
            assert sum(head.endswith(f"{name} {word}") for head in heads) == 1
    same = {line for line in changed(never, always) if line in IDENTITY or line[0] == SCAN or "LLM" in line[0]}
    assert same == set(), "the plan, the system and the findings are the same"
