"""The judges that can be named: those built in, and those an installed package offers.

A package offers one by an entry point in the group `steelyard.judges`: its name is the judge's id, its object a
callable without arguments that returns a `Judge`. Nothing is imported before it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points

from steelyard.records import InputError

from .passport import Passport, measured_passport
from .protocol import Judge
from .refusal import REFUSAL, RefusalJudge

GROUP = "steelyard.judges"

_BUILT_IN: dict[str, Callable[[], Judge]] = {REFUSAL: RefusalJudge}


def judge_names() -> tuple[str, ...]:
    """Ids of all judges that can be loaded, sorted. An outside judge cannot take a built-in one's name."""
    return tuple(sorted({*_BUILT_IN, *(point.name for point in entry_points(group=GROUP))}))


def load_judge(name: str) -> Judge:
    """The judge with this id. Raises InputError when there is none, or what a package offers is no judge."""
    make = _BUILT_IN.get(name) or _outside(name)
    try:
        judge = make()
    except TypeError as error:
        raise InputError(f"the judge {name!r} cannot be made: {error}", source=GROUP) from error
    if not isinstance(judge, Judge):
        raise InputError(
            f"what is registered as the judge {name!r} is no judge", source=GROUP,
            mend="its object must return something with `identity` and `read`",
        )  # fmt: skip
    return judge


def passport_of(judge: Judge) -> Passport | None:
    """The measured passport of exactly this judge, None when none was measured or its rules changed since."""
    return measured_passport(judge.identity.id, judge.identity.digest)


def _outside(name: str) -> Callable[[], Judge]:
    points: list[EntryPoint] = [point for point in entry_points(group=GROUP) if point.name == name]
    if not points:
        known = ", ".join(judge_names())
        raise InputError(f"there is no judge {name!r}", source=GROUP, mend=f"name one of: {known}")
    try:
        made: Callable[[], Judge] = points[0].load()
    except (ImportError, AttributeError) as error:
        raise InputError(f"the judge {name!r} cannot be loaded: {error}", source=points[0].value) from error
    return made
