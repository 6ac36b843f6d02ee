import hashlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.banks import (
    Coin,
    Reveal,
    SealedQuestion,
    attempts_of,
    check_reveal,
    commit_bank,
    joint_order_seed,
    nonce_commitment,
    toss,
)
from steelyard.journal.tree import root

SECRET = bytes(range(32))


def salt(number):
    return hashlib.sha256(b"salt" + str(number).encode()).hexdigest()


def reveal_of(count=5, pairs=3):
    questions = tuple(
        (SealedQuestion(f"item {i}", "rubric", "a" if i % 2 else "b", f"t{i // 2}"), salt(i)) for i in range(count)
    )
    return Reveal(questions, tuple(toss(SECRET, f"pair {i}") for i in range(pairs)), "ab" * 32)


def test_what_was_committed_is_revealed():
    reveal = reveal_of()
    commitment = commit_bank(reveal, "by seed")
    assert (commitment.count, commitment.strata) == (5, {"a": 2, "b": 3})
    assert check_reveal(commitment, reveal) == ()
    assert check_reveal(msgspec.json.decode(msgspec.json.encode(commitment), type=type(commitment)), reveal) == ()


def test_a_leaf_and_a_root_are_those_of_rfc_9162():
    reveal = reveal_of(3, 0)
    leaves = []
    for question, salted in reveal.questions:
        written = msgspec.json.encode(question, order="sorted")
        leaves.append(hashlib.sha256(b"\0" + bytes.fromhex(salted) + written).digest())
    assert commit_bank(reveal, "").root == root(leaves).hex()


def test_a_coin_is_committed_as_documented():
    reveal = reveal_of(0, 1)
    (coin,) = reveal.coins
    side = b"\1" if coin.second else b"\0"
    expected = hashlib.sha256(b"\2" + bytes.fromhex(coin.salt) + side + b"pair 0").hexdigest()
    assert commit_bank(reveal, "").coins == {"pair 0": expected}


def changed(reveal, name):
    (first, first_salt), *rest = reveal.questions
    coin, *coins = reveal.coins
    return {
        "text": msgspec.structs.replace(
            reveal, questions=((msgspec.structs.replace(first, item="easier"), first_salt), *rest)
        ),
        "salt": msgspec.structs.replace(reveal, questions=((first, salt("other")), *rest)),
        "order": msgspec.structs.replace(reveal, questions=(*rest, (first, first_salt))),
        "dropped": msgspec.structs.replace(reveal, questions=tuple(rest)),
        "stratum": msgspec.structs.replace(
            reveal, questions=((msgspec.structs.replace(first, stratum="c"), first_salt), *rest)
        ),
        "coin": msgspec.structs.replace(
            reveal, coins=(Coin(coin.pair, not coin.second, coin.salt), *coins)
        ),
        "coin dropped": msgspec.structs.replace(reveal, coins=tuple(coins)),
        "generator": msgspec.structs.replace(reveal, generator="cd" * 32),
    }[name]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "mismatches"),
    [
        ("text", ("root",)),
        ("salt", ("root",)),
        ("order", ("root",)),
        ("dropped", ("root", "strata")),
        ("stratum", ("root", "strata")),
        ("coin", ("coins",)),
        ("coin dropped", ("coins",)),
        ("generator", ("generator",)),
    ],
)
def test_every_change_is_seen(name, mismatches):
    reveal = reveal_of()
    assert check_reveal(commit_bank(reveal, "r"), changed(reveal, name)) == mismatches


def test_a_repeated_salt_or_coin_is_refused():
    reveal = reveal_of(2)
    (first, one), (second, _) = reveal.questions
    with pytest.raises(ValueError, match="salts"):
        commit_bank(msgspec.structs.replace(reveal, questions=((first, one), (second, one))), "")
    with pytest.raises(ValueError, match="one coin"):
        commit_bank(msgspec.structs.replace(reveal, coins=reveal.coins[:1] * 2), "")


@pytest.mark.parametrize("bad", ["", "ab", "AB" * 32, "zz" * 32, "ab" * 33, "ab " * 32])
def test_what_is_no_salt_is_refused(bad):
    question = SealedQuestion("i", "r", "s", "t")
    with pytest.raises(ValueError, match="salt"):
        commit_bank(Reveal(((question, bad),), (), ""), "")


def test_coins_are_fair_and_fixed_by_their_secret():
    coins = [toss(SECRET, str(i)) for i in range(2_000)]
    assert coins == [toss(SECRET, str(i)) for i in range(2_000)]
    assert 900 < sum(coin.second for coin in coins) < 1_100
    assert len({coin.salt for coin in coins}) == 2_000
    assert [coin.second for coin in coins] != [toss(bytes(32), coin.pair).second for coin in coins]
    with pytest.raises(ValueError, match="31 bytes"):
        toss(bytes(31), "p")


ROOT = "12" * 32
NONCES = {"vendor": b"v" * 32, "house": b"h" * 32}
COMMITTED = {party: nonce_commitment(party, nonce) for party, nonce in NONCES.items()}


def test_the_seed_is_made_as_documented():
    written = bytes.fromhex(ROOT) + hashlib.sha256(b"system").digest() + b"\0\0\0\2" + b"h" * 32 + b"v" * 32
    assert joint_order_seed(ROOT, "system", NONCES, COMMITTED, 2) == hashlib.sha256(b"\4" + written).hexdigest()


@given(st.integers(0, 255), st.sampled_from(["vendor", "house"]))
def test_each_party_alone_makes_the_seed_unforeseeable(byte, party):
    nonces = NONCES | {party: bytes([byte]) * 32}
    if len(set(nonces.values())) < 2:
        return
    committed = {name: nonce_commitment(name, nonce) for name, nonce in nonces.items()}
    same = nonces == NONCES
    assert (
        joint_order_seed(ROOT, "s", nonces, committed, 1) == joint_order_seed(ROOT, "s", NONCES, COMMITTED, 1)
    ) is same


def test_every_part_of_the_seed_counts():
    seeds = {
        joint_order_seed(ROOT, "system", NONCES, COMMITTED, 1),
        joint_order_seed(ROOT, "system", NONCES, COMMITTED, 2),
        joint_order_seed(ROOT, "other", NONCES, COMMITTED, 1),
        joint_order_seed("34" * 32, "system", NONCES, COMMITTED, 1),
    }
    assert len(seeds) == 4


def test_a_nonce_that_was_not_committed_is_refused():
    with pytest.raises(ValueError, match="vendor"):
        joint_order_seed(ROOT, "s", NONCES | {"vendor": b"x" * 32}, COMMITTED, 1)
    with pytest.raises(ValueError, match="must reveal"):
        joint_order_seed(ROOT, "s", {"house": b"h" * 32}, COMMITTED, 1)
    with pytest.raises(ValueError, match="must reveal"):
        joint_order_seed(ROOT, "s", {}, {}, 1)


def test_a_copied_commitment_opens_nothing():
    copied = COMMITTED | {"vendor": COMMITTED["house"]}
    with pytest.raises(ValueError, match="vendor"):
        joint_order_seed(ROOT, "s", NONCES | {"vendor": NONCES["house"]}, copied, 1)
    twice = {"a": b"n" * 32, "b": b"n" * 32}
    with pytest.raises(ValueError, match="same nonce"):
        joint_order_seed(ROOT, "s", twice, {party: nonce_commitment(party, nonce) for party, nonce in twice.items()}, 1)


@pytest.mark.parametrize("attempt", [0, -1, 2**32])
def test_attempts_count_from_one(attempt):
    with pytest.raises(ValueError, match="attempt"):
        joint_order_seed(ROOT, "s", NONCES, COMMITTED, attempt)


def test_an_attempt_is_known_by_its_place_in_the_log():
    log = ["p1", "p2", "p3"]
    assert [attempts_of(log, plan) for plan in log] == [(1, 3), (2, 3), (3, 3)]
    with pytest.raises(ValueError, match="0 times"):
        attempts_of(log, "hidden")
    with pytest.raises(ValueError, match="2 times"):
        attempts_of([*log, "p1"], "p1")
