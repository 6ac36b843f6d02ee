"""Keys and tokens in a source tree. Every plain file is read, as bytes, up to a bound; nothing is imported or run.

Each finding names file and line; its excerpt shows at most four characters of the secret and its length.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from detect_secrets.core.plugins.util import Plugin
from detect_secrets.filters import heuristic
from detect_secrets.plugins.base import RegexBasedDetector
from detect_secrets.settings import get_plugins, transient_settings

from steelyard.records import CoverageRow, FindingRow, Place, Scan, coverage_key, finding_key
from steelyard.system import TreeEntry, walk_tree

from .secret_rules import FILTERS, PLUGIN_SETTINGS, RISKS, RULE_OF_KIND, RULES, SecretRule, rules_digest

MAX_FILE_BYTES = 4 * 1024 * 1024
MAX_LINE_CHARACTERS = 10_000
"""Longer lines are read in overlapping windows, so that a pattern cannot hide and no expression runs long."""
WINDOW_OVERLAP = 500


def plan_scan(asset: str) -> Scan:
    """The part of the plan that a scan of this asset makes."""
    return Scan(id=f"secret-scan:{asset}", probe="secret-scan", asset=asset, rules=rules_digest(), risks=RISKS)


def run_scan(scan: Scan, root: Path) -> Iterator[FindingRow | CoverageRow]:
    """Findings in the tree at `root`, file by file in the order of their paths, then one coverage row."""
    files = size = 0
    unread: dict[str, str] = {}
    with transient_settings(_settings()):
        plugins = get_plugins()
        for entry in walk_tree(root):
            path = root if root.is_file() else root / entry.path
            name = _printable(entry.path)
            content, reason = _content(entry, path)
            if content is None:
                unread[name] = reason
                continue
            files += 1
            size += len(content)
            yield from _findings(scan, name, content, plugins)
    yield CoverageRow(key=coverage_key(scan=scan.id), scan=scan.id, files=files, bytes=size, unread=unread)


def _content(entry: TreeEntry, path: Path) -> tuple[bytes | None, str]:
    if entry.kind == "link":
        return None, "link"
    if entry.kind != "file":
        return None, "not a plain file"
    if entry.size > MAX_FILE_BYTES:
        return None, "too large"
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    except OSError:
        return None, "cannot be opened"
    return (content, "") if len(content) <= MAX_FILE_BYTES else (None, "too large")


def _findings(scan: Scan, name: str, content: bytes, plugins: list[Plugin]) -> Iterator[FindingRow]:
    seen: set[str] = set()
    for number, line in enumerate(_text(content).splitlines(), start=1):
        for rule, secret in _secrets(name, line, plugins):
            place = Place(file=name, line=number)
            excerpt = redacted(secret)
            key = finding_key(scan=scan.id, rule=rule.id, place=place, excerpt=excerpt)
            if key not in seen:
                seen.add(key)
                yield FindingRow(key, scan.id, rule.id, rule.severity, RISKS, place, excerpt, _mend(rule, place))


def _secrets(name: str, line: str, plugins: list[Plugin]) -> Iterator[tuple[SecretRule, str]]:
    """Secrets in a line, the gravest rule first for each distinct one."""
    best: dict[str, SecretRule] = {}
    for window in _windows(line):
        for plugin in plugins:
            for found in plugin.analyze_line(filename=name, line=window, line_number=0):
                if found.secret_value is None or _is_noise(found.secret_value, window, plugin):
                    continue
                secret = _whole(found.secret_value, window)
                rule = RULE_OF_KIND[plugin.secret_type]
                covered = [known for known in best if secret in known or known in secret]
                if all(best[known].severity < rule.severity for known in covered):
                    for known in covered:
                        del best[known]
                    best[secret] = rule
    for secret in sorted(best):
        yield best[secret], secret


def _whole(secret: str, line: str) -> str:
    """The whole token, where a detector reports only a part of it (a prefix in a group of its pattern)."""
    start = line.find(secret)
    if start < 0:
        return secret
    end = start + len(secret)
    while end < len(line) and (line[end].isalnum() or line[end] in "_-"):
        end += 1
    return line[start:end]


def _windows(line: str) -> Iterator[str]:
    step = MAX_LINE_CHARACTERS - WINDOW_OVERLAP
    for start in range(0, max(len(line), 1), step):
        yield line[start : start + MAX_LINE_CHARACTERS]


def _is_noise(secret: str, line: str, plugin: Plugin) -> bool:
    """The library's heuristics; those about the whole line spare detectors that match a provider's own pattern."""
    by_value = (
        heuristic.is_templated_secret(secret)
        or heuristic.is_prefixed_with_dollar_sign(secret)
        or heuristic.is_sequential_string(secret)
    )
    if by_value or isinstance(plugin, RegexBasedDetector):
        return by_value
    return (
        heuristic.is_potential_uuid(secret)
        or heuristic.is_not_alphanumeric_string(secret)
        or heuristic.is_likely_id_string(secret, line, plugin)
        or heuristic.is_indirect_reference(line)
    )


def redacted(secret: str) -> str:
    """Enough of a secret to find it again, too little to use it: up to four leading characters and its length."""
    return f"{secret[: min(4, len(secret) // 4)]}… ({len(secret)})"


def _mend(rule: SecretRule, place: Place) -> dict[str, str]:
    return {
        "en": f"Revoke this {rule.en} where it was issued, remove it from {place.file}, line {place.line}, "
        "and read it from the environment at run time; then assess again.",
        "zh": f"请在签发处吊销该{rule.zh}，从 {place.file} 第 {place.line} 行删除，"
        "改为运行时从环境变量读取；然后重新评估。",
    }


def _text(content: bytes) -> str:
    """Text of any bytes: UTF-8, UTF-16 with a mark, else byte by byte, so that nothing is skipped."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _printable(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def _settings() -> dict[str, list[dict[str, object]]]:
    return {
        "plugins_used": [
            {"name": rule.plugin, **{key: float(value) for key, value in PLUGIN_SETTINGS.get(rule.plugin, {}).items()}}
            for rule in RULES
        ],
        "filters_used": [{"path": path} for path in FILTERS],
    }
