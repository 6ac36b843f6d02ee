"""What the command line says, in both languages."""

from __future__ import annotations

import os
import sys

from steelyard.records import Language, language_of

WORDS: dict[str, dict[Language, str]] = {
    "target": {
        "en": "{n} hostile or delicate questions at most go to {host}.",
        "zh": "最多向 {host} 提出 {n} 个敏感或恶意问题。",
    },
    "local_target": {
        "en": "{n} hostile or delicate questions at most go to a model on this machine.",
        "zh": "最多向本机上的模型提出 {n} 个敏感或恶意问题。",
    },
    "plan": {
        "en": "Plan {hash}: {standards}; purpose {purpose}, each bound errs with probability at most {alpha}.",
        "zh": "计划 {hash}：{standards}；用途：{purpose}，每个界限出错的概率不超过 {alpha}。",
    },
    "survey": {
        "en": "  {threshold}: up to {sample} of {available} families; expected answers {good} if the true failure rate is "
        "a tenth of the limit, {near} if it is the limit, {bad} if it is four times the limit.",
        "zh": "  {threshold}：题库 {available} 族，最多问 {sample} 族；预计作答数：真实失败率为限值十分之一时 {good}，"
        "等于限值时 {near}，为限值四倍时 {bad}。",
    },
    "scan": {
        "en": "  {probe} reads {asset}.",
        "zh": "  {probe} 读取 {asset}。",
    },
    "unassessed": {
        "en": "  {n} of {all} requirements are not measured here; the report says why and what would decide each.",
        "zh": "  {all} 条要求中有 {n} 条在此不测量；报告会说明原因以及如何判定。",
    },
    "resumed": {
        "en": "Going on with {folder}: {rows} rows are there already.",
        "zh": "继续 {folder}：已有 {rows} 行记录。",
    },
    "begun": {"en": "Run folder {folder}.", "zh": "运行目录 {folder}。"},
    "attempt": {
        "en": "This is attempt {n} under this plan in {parent}. Repeating until it passes misleads; the count is shown.",
        "zh": "这是在 {parent} 中按此计划进行的第 {n} 次尝试。反复尝试直至通过会误导他人，因此显示次数。",
    },
    "progress": {
        "en": "{threshold}: {counted} of at most {sample} counted, {failures} failed, failure share {low} to {high}, "
        "limit {limit}; {left}",
        "zh": "{threshold}：已计 {counted}（至多 {sample}），失败 {failures}，失败率 {low} 至 {high}，限值 {limit}；{left}",
    },
    "time_left": {"en": "at most {time} left", "zh": "至多还需 {time}"},
    "unfinished": {
        "en": "The run is not finished. Give the same command again to go on, or close it: steelyard seal {folder} --partial",
        "zh": "运行尚未结束。再次执行同一命令即可继续，或将其关闭：steelyard seal {folder} --partial",
    },
    "report": {"en": "Report: {path}", "zh": "报告：{path}"},
    "next": {
        "en": "To sign it: steelyard seal {folder}",
        "zh": "签名：steelyard seal {folder}",
    },
    "sealed": {
        "en": "{folder} is sealed with key {key}: evidence root {root}.",
        "zh": "{folder} 已用密钥 {key} 签名：证据根 {root}。",
    },
}


def say(key: str, language: Language, **values: object) -> str:
    """One sentence."""
    return WORDS[key][language].format(**values)


def spoken(chosen: str | None) -> Language:
    """The language of this command: its flag, the environment, the locale."""
    return language_of(chosen, os.environ)


def tell(text: str) -> None:
    """A line for the person at the terminal: stderr, so that stdout stays for data."""
    print(text, file=sys.stderr, flush=True)
