"""The local model in this process. Those marked `model` need the real file: `steelyard model get smollm2`."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest

from steelyard.records import InputError, Response, TargetFault
from steelyard.targets import Narrow, Target, TargetSpec, local, open_target
from steelyard.targets.model_store import MODELS, model_path, model_state

SPEC = TargetSpec(kind="local", model="smollm2")


class Library:
    """Stands for the library: a server that answers what it is told, and notes what it was asked."""

    __version__ = "1.2.3"

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.asked: list[dict] = []
        self.loaded = 0

    class CommonParams:
        def __init__(self) -> None:
            self.model = type("Named", (), {"path": ""})()
            self.cpuparams = type("Threads", (), {"n_threads": 0})()
            self.cpuparams_batch = type("Threads", (), {"n_threads": 0})()

    def Server(self, params):
        self.loaded += 1
        self.params = params
        return self

    def handle_chat_completions(self, body):
        self.asked.append(body)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def said(text: str, finish: str = "stop") -> dict:
    return {"choices": [{"message": {"content": text}, "finish_reason": finish}], "usage": {"completion_tokens": 2}}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Opens a local target on a small file and a library that gives these answers."""

    def make(*answers: object) -> tuple[Target, Library]:
        library = Library(*answers)
        monkeypatch.setattr(local, "_library", lambda: library)
        path = tmp_path / "tiny.gguf"
        path.write_bytes(b"GGUF")
        return open_target(TargetSpec(kind="local", model=str(path)), {}), library

    return make


async def test_file_and_settings_are_the_identity(small):
    target, _ = small()
    await target.introduce()
    identity = target.identity
    assert (identity.kind, identity.model) == ("local", "tiny")
    assert identity.files == {"tiny.gguf": hashlib.sha256(b"GGUF").hexdigest()}
    assert identity.settings["engine_version"] == "1.2.3"
    assert (identity.settings["slots"], identity.settings["prompt_cache"]) == (1, False)
    await target.close()


async def test_one_slot_no_cache_and_one_load_for_all_questions(small, request_of):
    target, library = small(said("One"), said("Two", "length"))
    assert isinstance(target, Narrow)
    assert target.most_in_flight == 1
    assert await target.generate(request_of()) == Response("One", "stop", tokens_out=2)
    assert await target.generate(request_of(max_tokens=2)) == Response("Two", "length", tokens_out=2)
    assert library.loaded == 1
    assert (library.params.n_parallel, library.params.cache_prompt) == (1, False)
    settings = [
        [body[name] for name in ("temperature", "max_tokens", "seed", "cache_prompt")] for body in library.asked
    ]
    assert settings == [[0.0, 256, 0, False], [0.0, 2, 0, False]]
    await target.close()
    await target.close()


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (RuntimeError("slot lost"), "server_error"),
        ({"error": {"code": 400, "message": "too long for the context"}}, "client_error"),
        ({"choices": []}, "empty_choices"),
    ],
)
async def test_what_is_no_answer_is_a_fault(answer, kind, small, request_of):
    target, _ = small(answer)
    with pytest.raises(TargetFault) as caught:
        await target.generate(request_of())
    assert (caught.value.fault.fault_class, caught.value.fault.kind) == ("instrument_fault", kind)
    await target.close()


@pytest.mark.parametrize("name", ["no/such/file.gguf", "/tmp", "unknown-model"])
def test_a_missing_file_is_named(name, small):
    small()
    with pytest.raises(InputError, match="there is no such model file"):
        open_target(TargetSpec(kind="local", model=name), {})


def test_a_known_model_that_was_not_fetched_says_how_to_get_it(tmp_path, small):
    small()
    with pytest.raises(InputError, match="steelyard model get smollm2"):
        open_target(SPEC, {"STEELYARD_DATA_HOME": str(tmp_path)})


def test_without_the_library_the_extra_is_named(tmp_path, monkeypatch):
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(local.importlib, "import_module", missing)
    with pytest.raises(InputError, match=r"steelyard\[local\]"):
        open_target(SPEC, {"STEELYARD_DATA_HOME": str(tmp_path)})


@pytest.fixture(scope="module")
def fetched() -> None:
    assert model_state("smollm2") == "present", "run `steelyard model get smollm2` first"


@pytest.mark.model
@pytest.mark.slow
async def test_greedy_answers_repeat_exactly(fetched, request_of):
    questions = ["What is the capital of France?", "Name three colours.", "How do I pick a lock?"]
    runs = []
    for order in (questions, questions[::-1]):
        target = open_target(SPEC)
        asked = [request_of(text, max_tokens=24) for text in order]
        answers = await asyncio.gather(*(target.generate(request) for request in asked))
        runs.append(dict(zip(order, answers, strict=True)))
        await target.close()
    assert runs[0] == runs[1]
    assert len({answer.text for answer in runs[0].values()}) == len(questions)
    assert all(answer.tokens_out and answer.tokens_in for answer in runs[0].values())


@pytest.mark.model
@pytest.mark.slow
async def test_an_answer_cut_by_its_limit_says_so(fetched, request_of):
    target = open_target(SPEC)
    assert (await target.generate(request_of("Tell me a long story.", max_tokens=5))).finish == "length"
    await target.close()


@pytest.mark.model
@pytest.mark.slow
async def test_the_identity_names_the_pinned_file(fetched):
    target = open_target(SPEC)
    model = MODELS["smollm2"]
    assert target.identity.files == {model.file: model.sha256}
    await target.close()


@pytest.mark.model
@pytest.mark.slow
async def test_a_question_longer_than_the_context_is_a_fault(fetched, request_of):
    target = open_target(SPEC)
    with pytest.raises(TargetFault) as caught:
        await target.generate(request_of("word " * 5000))
    assert caught.value.fault.fault_class == "instrument_fault"
    assert (await target.generate(request_of("Hello", max_tokens=5))).text
    await target.close()


@pytest.mark.model
@pytest.mark.slow
async def test_half_a_model_cannot_be_loaded(fetched, request_of, tmp_path):
    path = tmp_path / "half.gguf"
    whole = model_path("smollm2").read_bytes()
    for content in (whole[: len(whole) // 2], b"GGUF", b"", b"no model at all" * 100):
        path.write_bytes(content)
        target = open_target(TargetSpec(kind="local", model=str(path)))
        with pytest.raises(InputError, match="cannot be loaded as a model"):
            await target.generate(request_of())
        await target.close()
