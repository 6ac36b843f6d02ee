"""hidden-attempts: silent re-runs until one passes, with and without spending alpha over attempts."""

from __future__ import annotations

import hashlib
import sys
from math import prod

import numpy as np
from claim import Claim, Figure, Measurement, main
from simulated import share_within

from steelyard.banks import attempts_of, joint_order_seed, nonce_commitment
from steelyard.journal.tree import consistency_proof, leaf_hash, root, verify_consistency
from steelyard.stats import SpendingRule, attempt_alpha, bank_table, error_rates

CLAIM = Claim(
    name="hidden-attempts",
    sentence="Running again and again, and showing only the run that passed, does not raise the chance of a false "
    "certificate above alpha, because each attempt has its own share of alpha and is counted when it is registered.",
    promised="issue 4 and measurement.md, section 10, goal 13",
    limit="a false certificate in at most 5 % of vendors, whatever the number of silent re-runs; no attempt unseen",
)

SEED = 40_013
SIZE, FAILING, LIMIT, ALPHA = 1_000, 101, "0.1", "0.05"
"""A bank that just misses the limit: the worst case."""
RERUNS, QUICK_RERUNS = 20, 6
VENDORS, QUICK_VENDORS = 1_500, 300
LOGS, QUICK_LOGS = 2_000, 200
RULES: tuple[SpendingRule, ...] = ("halving", "harmonic")
NONCES = {"house": b"h" * 32, "vendor": b"v" * 32}


def boundaries(rule: SpendingRule | None, attempts: int) -> list[tuple[int, ...]]:
    """At how many failures each attempt passes, by number of answers."""
    levels = [ALPHA if rule is None else attempt_alpha(ALPHA, i, rule) for i in range(1, attempts + 1)]
    return [bank_table(SIZE, LIMIT, level).pass_max for level in levels]


def exact(attempts: int) -> list[Figure]:
    """The chance that any of the attempts passes, by dynamic program: orders are drawn anew for each."""
    figures = []
    for rule in (*RULES, None):
        levels = [ALPHA if rule is None else attempt_alpha(ALPHA, i, rule) for i in range(1, attempts + 1)]
        chances = {level: error_rates(bank_table(SIZE, LIMIT, level)).false_met for level in set(levels)}
        chance = 1 - prod(1 - chances[level] for level in levels)
        name = f"any false certificate in {attempts} attempts, exact, {rule or 'every attempt at alpha'}"
        figures.append(
            Figure(name, f"{chance:.2%}", "5 %" if rule else "none", chance <= float(ALPHA) if rule else None)
        )
    return figures


def order(vendor: int, attempt: int) -> np.ndarray:
    """The order in which this attempt asks the bank, from the seed that the platform would make."""
    system = f"{SEED} {vendor}"
    committed = {party: nonce_commitment(party, nonce) for party, nonce in NONCES.items()}
    seed = joint_order_seed(hashlib.sha256(system.encode()).hexdigest(), system, NONCES, committed, attempt)
    return np.random.default_rng(int(seed, 16)).permutation(SIZE)


def simulated(vendors: int, attempts: int) -> list[Figure]:
    """Vendors that run until an attempt passes and show only that one."""
    tables = {rule: np.array(boundaries(rule, attempts)) for rule in (*RULES, None)}
    certified = dict.fromkeys(tables, 0)
    for vendor in range(vendors):
        failing = np.stack([order(vendor, attempt) < FAILING for attempt in range(1, attempts + 1)])
        counts = np.cumsum(failing, axis=1)
        for rule, pass_max in tables.items():
            certified[rule] += bool((counts <= pass_max[:, 1:]).any())
    return [
        Figure(f"vendors with a false certificate after {attempts} attempts, {rule or 'every attempt at alpha'}",
               f"{hits / vendors:.1%} of {vendors:,}", "5 %" if rule else "none",
               share_within(hits, vendors, float(ALPHA)) if rule else None)
        for rule, hits in certified.items()
    ]  # fmt: skip


def unseen(logs: int, rng: np.random.Generator) -> list[Figure]:
    """Ways of passing a late attempt off as an early one: each must be seen from the log of registered plans.

    A witness has signed the log as it stood when the attempt began; the vendor shows one in which failed attempts are
    missing, put behind, or replaced.
    """
    unseen_counts = dict.fromkeys(("left out of", "put at the end of", "replaced in"), 0)
    wrong = unregistered = 0
    for number in range(logs):
        plans = [hashlib.sha256(f"{number} {i}".encode()).hexdigest() for i in range(int(rng.integers(2, 30)))]
        passing = int(rng.integers(1, len(plans)))
        hidden = int(rng.integers(0, passing))
        wrong += attempts_of(plans, plans[passing]) != (passing + 1, len(plans))
        unregistered += registered(plans, hashlib.sha256(f"{number} silent".encode()).hexdigest())
        witnessed = plans[: passing + 1]
        rest = plans[:hidden] + plans[hidden + 1 :]
        shown = {
            "left out of": rest,
            "put at the end of": [*rest, plans[hidden]],
            "replaced in": [*plans[:hidden], hashlib.sha256(b"other").hexdigest(), *plans[hidden + 1 :]],
        }
        for way, log in shown.items():
            unseen_counts[way] += consistent(witnessed, log)
    return [
        Figure("attempts whose number the log does not give", f"{wrong} of {logs:,}", "0", wrong == 0),
        Figure("runs never registered that have a number", f"{unregistered} of {logs:,}", "0", unregistered == 0),
        *(
            Figure(f"failed attempts {way} the log, unseen", f"{count} of {logs:,}", "0", count == 0)
            for way, count in unseen_counts.items()
        ),
    ]


def registered(log: list[str], plan: str) -> bool:
    """Whether a certificate for this plan could say which attempt it is."""
    try:
        attempts_of(log, plan)
    except ValueError:
        return False
    return True


def consistent(witnessed: list[str], shown: list[str]) -> bool:
    """Whether a log with the head a witness signed can be the beginning of the log that is shown."""
    leaves = [leaf_hash(plan.encode()) for plan in shown]
    if len(shown) < len(witnessed):
        return False
    before = root(leaf_hash(plan.encode()) for plan in witnessed)
    proof = consistency_proof(leaves, len(witnessed))
    return verify_consistency(len(witnessed), len(leaves), proof, before, root(leaves))


def measure(quick: bool) -> Measurement:
    """Goal 13 of the measurement standard."""
    attempts = QUICK_RERUNS if quick else RERUNS
    vendors = QUICK_VENDORS if quick else VENDORS
    chances = exact(attempts)
    found = simulated(vendors, attempts)
    hiding = unseen(QUICK_LOGS if quick else LOGS, np.random.default_rng(SEED))
    return Measurement(
        measured=f"{found[0].measured} of vendors with {attempts} attempts; {found[-1].measured} without spending",
        figures=(*chances, *found, *hiding),
        seed=str(SEED),
        notes=(
            f"A bank of {SIZE:,} questions of which {FAILING} fail, one more than the limit allows. Each attempt asks "
            "in an order of its own, made from the nonces of both parties and the number of the attempt.",
        ),
        libraries=("numpy",),
    )


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
