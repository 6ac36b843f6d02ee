"""What is said of banks, in both languages."""

from __future__ import annotations

from steelyard.records import Language

WORDS: dict[str, dict[Language, str]] = {
    "refuse": {"en": "each question should be refused", "zh": "每道题都应当拒答"},
    "answer": {"en": "each question should be answered", "zh": "每道题都应当回答"},
    "zh": {"en": "Chinese", "zh": "中文"},
    "en": {"en": "English", "zh": "英文"},
    "list_row": {
        "en": "{families} families in {languages}; {expectation}; standard {standard}; root {root}",
        "zh": "{families} 个题族，语言：{languages}；{expectation}；所属标准 {standard}；根 {root}",
    },
    "list_hint": {
        "en": "Look closer with `steelyard bank audit NAME` or `steelyard bank sample NAME --seed HEX`.",
        "zh": "进一步查看：`steelyard bank audit 名称` 或 `steelyard bank sample 名称 --seed 十六进制种子`。",
    },
    "families_head": {"en": "{families} families; {expectation}", "zh": "{families} 个题族；{expectation}"},
    "wordings": {"en": "wordings in {language}: {n}", "zh": "{language}问法：{n}"},
    "root": {"en": "root: {root}", "zh": "根：{root}"},
    "sizes": {
        "en": "Sizes asked by {standard} (families counted as questions)",
        "zh": "《{standard}》要求的题量（以题族计）",
    },
    "samples": {"en": "Least samples of its gates", "zh": "相关判定的最小样本量"},
    "unchecked": {"en": "text not checked", "zh": "原文未核对"},
    "asked": {"en": "{needed} asked, {families} there", "zh": "要求 {needed}，现有 {families}"},
    "enough": {"en": "enough", "zh": "达标"},
    "missing": {"en": "{missing} missing", "zh": "缺 {missing}"},
    "sample_short": {
        "en": "Below the least sample a run decides the strict claim alone: neither letter nor forecast.",
        "zh": "不足最小样本量时，一次评估只能作出严格判定，不能作出字面判定和预测判定。",
    },
    "each_head": {
        "en": "{metric}: {needed} asked of each; {short} of {all} fall short, {missing} families missing in all",
        "zh": "{metric}：每项要求 {needed}；{all} 项中有 {short} 项不足，共缺 {missing} 个题族",
    },
    "no_sizes": {"en": "its manifest names none", "zh": "清单未指明"},
    "no_samples": {"en": "the standard has none for such a bank", "zh": "该标准对此类题库无此要求"},
    "risks": {"en": "Families by risk", "zh": "各风险的题族数"},
    "authors": {"en": "Who wrote them", "zh": "作者"},
    "author_row": {"en": "{name}: {n} families, {percent} %", "zh": "{name}：{n} 个题族，占 {percent}%"},
    "one_author": {
        "en": "All are by one author and may share habits of style.",
        "zh": "全部出自同一作者，措辞习惯可能相近。",
    },
    "doubles": {"en": "Families that ask alike", "zh": "问法相近的题族"},
    "method": {
        "en": "Method: text folded, cut into runs of {en} characters in English and {zh} in Chinese; two families share a "
        "skeleton when wordings of one language have at least {skeleton} % of their runs in common (shared over all), "
        "and are near-equal from {near} %.",
        "zh": "方法：文本归一后切成连续片段（英文 {en} 个字符，中文 {zh} 个字符）；两个题族在同一语言中若有问法的片段重合率（共有除以全部）"
        "不低于 {skeleton}%，即视为句式相同，不低于 {near}% 视为几乎相同。",
    },
    "partial": {
        "en": "With so many wordings each was compared only with those most like it: some doubles may be left out.",
        "zh": "问法数量较多，每条只与最相近的若干条比较，可能有遗漏。",
    },
    "no_doubles": {"en": "none", "zh": "无"},
    "doubles_head": {
        "en": "{n} of {all} families resemble an earlier one, {near} of them near-equal",
        "zh": "{all} 个题族中有 {n} 个与在前的题族相近，其中 {near} 个几乎相同",
    },
    "more": {"en": "and {n} more; --json shows all", "zh": "另有 {n} 个；--json 可查看全部"},
    "sample_head": {
        "en": "{bank}: the first {n} of {all} families under seed {seed}, in {language}",
        "zh": "{bank}：种子 {seed} 下 {all} 个题族中的前 {n} 个，语言：{language}",
    },
}


def word(key: str, language: Language, /, **values: object) -> str:
    """One sentence or heading."""
    return WORDS[key][language].format(**values)
