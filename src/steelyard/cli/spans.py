"""A span of time as people say it."""

from __future__ import annotations

from steelyard.records import Language

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def span(seconds: float, language: Language) -> str:
    """A span in its two largest units, rounded up: "40 s", "3 min", "2 h 5 min", "3 d 4 h"."""
    whole = max(1, int(seconds) + (seconds % 1 > 0))
    if whole < 2 * _MINUTE:
        return f"{whole} 秒" if language == "zh" else f"{whole} s"
    minutes = -(-whole // _MINUTE)
    if minutes < _MINUTE:
        return f"{minutes} 分钟" if language == "zh" else f"{minutes} min"
    hours, rest = divmod(minutes, _MINUTE)
    if hours < _DAY // _HOUR:
        return f"{hours} 小时 {rest} 分钟" if language == "zh" else f"{hours} h {rest} min"
    days, rest = divmod(hours, _DAY // _HOUR)
    return f"{days} 天 {rest} 小时" if language == "zh" else f"{days} d {rest} h"
