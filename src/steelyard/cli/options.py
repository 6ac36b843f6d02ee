"""Options that more than one verb takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from steelyard.assess import Rules
from steelyard.probes import Limits
from steelyard.records import InputError, Purpose
from steelyard.system import Manifest, read_manifest, single_endpoint
from steelyard.targets import MAX_DEADLINE_S

MANIFEST = "system.yaml"
MOST_WORDINGS = 20
"""As many as a family of a bank may have."""
_SEED = re.compile(r"(?:[0-9a-f]{2}){4,64}")


@Parameter(name="*")
@dataclass(frozen=True)
class Subject:
    """What is assessed, and against what."""

    standard: Annotated[
        tuple[str, ...], Parameter(help="A standard to decide against; give it again for more. Default: gbt45654.")
    ] = ()
    endpoint: Annotated[
        str | None, Parameter(help="Address of an OpenAI-compatible service: assess it without a system.yaml.")
    ] = None
    model: Annotated[str | None, Parameter(help="The model the service should use.")] = None
    key_env: Annotated[str | None, Parameter(help="Environment variable that holds the service's key.")] = None
    api: Annotated[Literal["chat", "completions"], Parameter(help="The service's interface.")] = "chat"
    language: Annotated[Literal["en", "zh"], Parameter(help="Language of the service: questions are asked in it.")] = (
        "en"
    )
    bank: Annotated[
        tuple[str, ...],
        Parameter(help="Ask this bank, by name or folder, and not the bundled ones; give it again for more."),
    ] = ()
    yes: Annotated[bool, Parameter(negative="", help="Give leave to put questions to the hosts named.")] = False

    def manifest(self, path: Path | None) -> tuple[Manifest, Path]:
        """The manifest and the folder its paths start from. Raises InputError when none or two are named."""
        if self.endpoint is None:
            if self.model is not None or self.key_env is not None:
                raise InputError("--model and --key-env speak of an endpoint", mend="name it with --endpoint URL")
            chosen = path or Path(MANIFEST)
            if path is None and not chosen.exists():
                raise InputError(
                    "there is no system.yaml here", mend="name one, or name a service with --endpoint URL --model NAME"
                )
            return read_manifest(chosen), chosen.parent
        if path is not None:
            raise InputError("both a manifest and --endpoint are given", source=str(path), mend="name one of the two")
        if self.model is None:
            raise InputError("the model is not named", source="--endpoint", mend="add --model NAME")
        manifest = single_endpoint(
            self.endpoint, self.model, key_env=self.key_env, language=self.language, api=self.api
        )
        return manifest, Path()


@Parameter(name="*")
@dataclass(frozen=True)
class Deciding:
    """How verdicts are reached; all of it is part of the plan."""

    purpose: Annotated[
        Purpose, Parameter(help="screening, gate or certificate: each bound errs with at most 10, 5 or 1 %.")
    ] = "gate"
    complete: Annotated[bool, Parameter(negative="", help="Ask the whole sample: what a filing needs.")] = False
    people: Annotated[
        bool, Parameter(negative="", help="People's labels decide (steelyard review); the whole sample is asked.")
    ] = False
    spend: Annotated[
        bool, Parameter(negative="", help="Share the error rate among the attempts in this folder: the i-th has 2^-i.")
    ] = False
    risk_lists: Annotated[
        bool, Parameter(negative="", help="Then go on with risks neither shown clean nor failing; may cost more.")
    ] = False
    wordings: Annotated[
        int, Parameter(help="Then ask up to so many wordings of each family, the family being the unit; costs more.")
    ] = 1
    look_every: Annotated[int, Parameter(help="Look at the bounds after so many answers.")] = 1
    seed: Annotated[str | None, Parameter(help="Repeat an order: the seed (hex) that a plan shows.")] = None

    def rules(self, nonce: str, attempt: int | None = None) -> Rules:
        """The rules of a plan. Raises InputError when a value is out of range."""
        if not 1 <= self.look_every <= 1_000_000:
            raise InputError("must lie between 1 and 1,000,000", source="--look-every")
        if not 1 <= self.wordings <= MOST_WORDINGS:
            raise InputError(f"must lie between 1 and {MOST_WORDINGS}", source="--wordings")
        if self.seed is not None and not _SEED.fullmatch(self.seed):
            raise InputError(
                "a seed is 8 to 128 lower-case hexadecimal digits, of even number", source="--seed",
                mend="copy order_seed from a plan.json",
            )  # fmt: skip
        return Rules(
            purpose=self.purpose, attempt=attempt, look_every=self.look_every, complete=self.complete,
            people=self.people, risk_lists=self.risk_lists, wordings=self.wordings, nonce=nonce, seed=self.seed,
        )  # fmt: skip


@Parameter(name="*")
@dataclass(frozen=True)
class Effort:
    """How hard a target is asked; none of it changes a verdict."""

    concurrency: Annotated[int, Parameter(help="Most calls at once; the service's own pace is found below it.")] = 64
    deadline: Annotated[float, Parameter(help="Longest time for one call, in seconds.")] = 60.0
    retries: Annotated[int, Parameter(help="Further attempts after a call failed on the way.")] = 3
    max_calls: Annotated[int | None, Parameter(help="Stop after so many calls; the same command goes on.")] = None
    max_tokens: Annotated[int | None, Parameter(help="Stop after so many tokens; the same command goes on.")] = None

    def limits(self) -> Limits:
        """Limits of the asking loop. Raises InputError when one is out of range."""
        least = {"--concurrency": self.concurrency, "--max-calls": self.max_calls, "--max-tokens": self.max_tokens}
        for flag, value in least.items():
            if value is not None and value < 1:
                raise InputError("must be 1 or more", source=flag)
        if not 0 < self.deadline <= MAX_DEADLINE_S:
            raise InputError(f"must lie between 0 and {MAX_DEADLINE_S} seconds", source="--deadline")
        if self.retries < 0:
            raise InputError("must be 0 or more", source="--retries")
        return Limits(
            max_concurrency=self.concurrency, deadline_s=self.deadline, retries=self.retries,
            max_calls=self.max_calls, max_tokens=self.max_tokens,
        )  # fmt: skip
