"""The secret scan finds what is planted, shows little of it, reads all it claims to have read, and runs nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from steelyard.probes.secret_rules import RULES, rules_digest
from steelyard.probes.secret_scan import MAX_FILE_BYTES, plan_scan, redacted, run_scan
from steelyard.records import CoverageRow, FindingRow

AWS = "AKIA" + "3EXAMPLE7QWZ5T2Y"
GITHUB = "ghp_" + "R7kQ2mZ9xW4vB8nL1cT6yH3jD5fS0aGpUeXi"


def scan(root: Path) -> tuple[list[FindingRow], CoverageRow]:
    *findings, coverage = run_scan(plan_scan("code"), root)
    assert isinstance(coverage, CoverageRow)
    return findings, coverage  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (f'key = "{AWS}"', "secret.aws"),
        (f"token: {GITHUB}", "secret.github"),
        ("-----BEGIN RSA PRIVATE " + "KEY-----", "secret.private-key"),
        ("url = 'postgres://admin:tr0ub4dor-3@db.invalid/x'", "secret.basic-auth"),
        ('password = "correct-horse-battery"', "secret.keyword"),
    ],
)
def test_a_planted_secret_is_found_where_it_lies(tmp_path: Path, line: str, rule: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "settings.py").write_text(f"import os\n\n{line}\n", encoding="utf-8")
    findings, coverage = scan(tmp_path)
    assert (rule, "deep/settings.py", 3) in [(f.rule, f.place.file, f.place.line) for f in findings]
    assert coverage.files == 1
    assert not coverage.unread


def test_what_only_looks_like_one_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "clean.py").write_text(
        'import os\npassword = os.environ["PASSWORD"]\napi_key = "${API_KEY}"\nsecret = get_secret("db")\n'
        'request_id = "123e4567-e89b-12d3-a456-426614174000"\n',
        encoding="utf-8",
    )
    findings, _ = scan(tmp_path)
    assert [finding for finding in findings if finding.severity >= 3] == []


def test_an_in_line_comment_of_the_assessed_does_not_silence(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f'key = "{AWS}"  # pragma: allowlist secret\n', encoding="utf-8")
    assert [finding.rule for finding in scan(tmp_path)[0]] == ["secret.aws"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gbk", "latin-1"])
def test_encodings_hide_nothing(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(
        f"# {'备注' if encoding in ('gbk', 'utf-8') else 'note'}\nkey = {AWS}\n".encode(encoding)
    )
    assert "secret.aws" in {finding.rule for finding in scan(tmp_path)[0]}


def test_a_very_long_line_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "min.js").write_text("a" * 9_990 + f' "{AWS}" ' + "b" * 200_000, encoding="utf-8")
    assert "secret.aws" in {finding.rule for finding in scan(tmp_path)[0]}


def test_no_finding_shows_a_secret_whole(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f'k = "{AWS}"\nt = "{GITHUB}"\npassword = "swordfish"\n', encoding="utf-8")
    for finding in scan(tmp_path)[0]:
        shown = finding.excerpt + "".join(finding.mend.values())
        assert not any(secret in shown for secret in (AWS, GITHUB, "swordfish"))
    assert redacted("swordfish") == "sw… (9)"


def test_what_is_not_read_is_named_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "big.bin").write_bytes(b"\0" * (MAX_FILE_BYTES + 1))
    (tmp_path / "link").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "ok.py").write_text("x = 1\n")
    _, coverage = scan(tmp_path)
    assert coverage.unread == {"big.bin": "too large", "link": "link", "pipe": "not a plain file"}
    assert (coverage.files, coverage.bytes) == (1, 6)


def test_the_same_tree_gives_the_same_rows(tmp_path: Path) -> None:
    for name in ("b.py", "a.py"):
        (tmp_path / name).write_text(f'key = "{AWS}"\n')
    assert scan(tmp_path) == scan(tmp_path)
    assert len({finding.key for finding in scan(tmp_path)[0]}) == 2


def test_each_mend_names_the_file_and_no_two_rules_share_one() -> None:
    assert (
        len({rule.en for rule in RULES}) == len({rule.zh for rule in RULES}) == len({r.id for r in RULES}) == len(RULES)
    )
    assert len(rules_digest()) == 64
