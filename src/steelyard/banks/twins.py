"""Twin banks: one half of each pair published by a committed coin, the other kept (measurement standard, 7.1)."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from pathlib import Path

import msgspec
import yaml

from steelyard.records import InputError, digest

from .commitment import BankCommitment, Reveal, SealedQuestion, commit_bank, toss
from .commitment_files import make_folder, write_file, write_pair
from .drawing import draw_pairs
from .family import Family
from .load import Bank, bank_of
from .manifest import Bilingual, Manifest
from .templates import TwinTemplates

PUBLIC, PRIVATE = "public", "private"
GENERATOR = "steelyard.twins/1"
ORDER_RULE = "questions 2k - 1 and 2k are pair k, its first and second twin; pairs are read in this order"
_HALF = {
    PUBLIC: Bilingual(en="published twins", zh="公开的一半"),
    PRIVATE: Bilingual(en="private twins", zh="保密的一半"),
}


class Twins(msgspec.Struct, frozen=True):
    """Both halves, what is published before any run, and what is kept until the end."""

    public: Bank
    private: Bank
    commitment: BankCommitment
    reveal: Reveal


class Halves(msgspec.Struct, frozen=True):
    """A pair as it was published: its id and the family ids of its two twins."""

    pair: str
    public: str
    private: str


def make_twins(templates: TwinTemplates, pairs: int, secret: bytes) -> Twins:
    """`pairs` pairs drawn, tossed for and committed to, all from `secret` (32 bytes): the same, the same twins.

    Raises InputError when a template has too few questions, ValueError when the secret is not 32 bytes.
    """
    drawn = draw_pairs(templates, pairs, secret)
    coins = tuple(toss(secret, pair.id) for pair in drawn)
    sides = {
        PUBLIC: [pair.second if coin.second else pair.first for pair, coin in zip(drawn, coins, strict=True)],
        PRIVATE: [pair.first if coin.second else pair.second for pair, coin in zip(drawn, coins, strict=True)],
    }
    banks = {half: bank_of(_manifest(templates, half, sides[half]), sides[half]) for half in sides}
    asked = [(pair.template, family) for pair in drawn for family in (pair.first, pair.second)]
    questions = tuple(
        (_sealed(family, template), _salt(secret, place)) for place, (template, family) in enumerate(asked)
    )
    reveal = Reveal(
        questions, coins, generator=digest({"generator": GENERATOR, "pairs": pairs, "templates": templates}),
        banks={half: bank.root for half, bank in banks.items()}, seed=secret.hex(),
    )  # fmt: skip
    return Twins(banks[PUBLIC], banks[PRIVATE], commit_bank(reveal, ORDER_RULE), reveal)


def write_twins(twins: Twins, folder: Path) -> None:
    """Write `public/` and `private/` (two banks), `commitment.json` and `reveal.json` into a new or empty folder.

    Raises InputError when something lies there, StorageError when it cannot be written.
    """
    make_folder(folder)
    for half, bank, mode in ((PUBLIC, twins.public, 0o755), (PRIVATE, twins.private, 0o700)):
        make_folder(folder / half, mode)
        write_file(folder / half / "manifest.yaml", _manifest_yaml(bank.manifest))
        write_file(folder / half / "families.jsonl", b"".join(family.leaf + b"\n" for family in bank.families))
    write_pair(folder, twins.commitment, twins.reveal)


def halves_of(reveal: Reveal) -> tuple[Halves, ...]:
    """The pairs of a reveal in the committed order: the k-th by id is of questions 2k - 1 and 2k.

    Raises InputError when it is not one of twins.
    """
    ids = [question.item for question, _ in reveal.questions]
    if not reveal.coins or len(ids) != 2 * len(reveal.coins) or {PUBLIC, PRIVATE} != set(reveal.banks):
        raise InputError(
            "holds no pairs of twins", source="reveal", mend="name the reveal.json that `steelyard bank twins` wrote"
        )
    if len(set(ids)) != len(ids):
        raise InputError("holds a question twice", source="reveal", mend="take the file as it was written")
    coins = sorted(reveal.coins, key=lambda coin: coin.pair)  # as committed; the file may list them otherwise
    return tuple(
        Halves(coin.pair, *((second, first) if coin.second else (first, second)))
        for coin, first, second in zip(coins, ids[::2], ids[1::2], strict=True)
    )


def commit_to(bank: Bank, secret: bytes) -> tuple[BankCommitment, Reveal]:
    """The commitment to any bank and its reveal; salts come from `secret` (32 random bytes)."""
    questions = tuple((_sealed(family, ""), _salt(secret, place)) for place, family in enumerate(bank.families))
    reveal = Reveal(questions, (), generator="", banks={bank.manifest.id: bank.root})
    return commit_bank(reveal, "questions by family id"), reveal


def _sealed(family: Family, template: str) -> SealedQuestion:
    return SealedQuestion(item=family.id, rubric=family.expect, stratum=family.aspect, template=template)


def _salt(secret: bytes, place: int) -> str:
    """The salt (hex) of the question at `place`, from 0, of the committed order."""
    return hmac.digest(secret, b"question salt\x00" + place.to_bytes(8, "big"), "sha256").hex()


def _manifest_yaml(manifest: Manifest) -> bytes:
    plain = msgspec.to_builtins(manifest)
    del plain["sizes"]  # a half is of no size that a standard asks for
    text: str = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=120)
    return text.encode()


def _manifest(templates: TwinTemplates, half: str, families: Iterable[Family]) -> Manifest:
    risks: dict[str, set[str]] = {}
    for template in templates.templates:
        risks.setdefault(template.aspect, set()).add(template.risk)
    title = Bilingual(en=f"{templates.title.en}: {_HALF[half].en}", zh=f"{templates.title.zh}：{_HALF[half].zh}")
    return Manifest(
        id=f"{templates.id}-{half}", version=templates.version, title=title, licence=templates.licence,
        standard=templates.standard, slice=templates.slice, expectation=templates.expectation,
        languages=templates.languages, authorship=templates.authorship, about=templates.about, limits=templates.limits,
        aspects={aspect: tuple(sorted(known)) for aspect, known in risks.items()}, families=len(tuple(families)),
    )  # fmt: skip
