"""The words of catalogue pages, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steelyard.records import Language

WORDS: dict[str, dict[Language, str]] = {
    # kinds of page
    "risk": {"en": "risk", "zh": "风险"},
    "control": {"en": "control", "zh": "控制措施"},
    "probe": {"en": "probe kind", "zh": "探测类型"},
    "standard": {"en": "standard", "zh": "标准"},
    "clause": {"en": "clause", "zh": "条款"},
    "threshold": {"en": "threshold", "zh": "指标"},
    # facts
    "stage": {"en": "stage", "zh": "阶段"},
    "dimension": {"en": "dimension", "zh": "维度"},
    "assets": {"en": "assets", "zh": "资产"},
    "asset": {"en": "reads", "zh": "检查对象"},
    "severity": {"en": "severity", "zh": "严重程度"},
    "up": {"en": "worse when", "zh": "加重情形"},
    "down": {"en": "milder when", "zh": "减轻情形"},
    "metric": {"en": "measured", "zh": "度量"},
    "target": {"en": "good when", "zh": "合格条件"},
    "origin": {"en": "set by", "zh": "条件来源"},
    "ours": {"en": "us", "zh": "本项目"},
    "verify": {"en": "who decides", "zh": "判定方式"},
    "conf": {"en": "wording", "zh": "文本核对"},
    "blocking": {"en": "blocking", "zh": "是否阻断"},
    "reach": {"en": "can be answered here", "zh": "本机可评估程度"},
    "limit": {"en": "limit", "zh": "限值"},
    "n_min": {"en": "least sample", "zh": "最小样本量"},
    "when": {"en": "when", "zh": "适用时机"},
    "clause_of": {"en": "clause", "zh": "所在条款"},
    "names": {"en": "names", "zh": "名称"},
    "file": {"en": "file", "zh": "数据文件"},
    "translated": {"en": "Chinese words", "zh": "中文译文"},
    "by_model": {"en": "our translation (by a model), not the official text", "zh": "由本项目（模型）翻译，非官方文本"},
    # headings
    "mitigate": {"en": "What to do", "zh": "应对办法"},
    "controls": {"en": "Controls", "zh": "控制措施"},
    "probes": {"en": "Probes", "zh": "探测"},
    "risks": {"en": "Risks", "zh": "风险"},
    "thresholds": {"en": "Thresholds", "zh": "指标"},
    "clauses": {"en": "Clauses", "zh": "条款"},
    "annexes": {"en": "Annexes", "zh": "附录"},
    "related": {"en": "Clauses of other standards on the same risks", "zh": "其他标准中针对同类风险的条款"},
    "sources": {"en": "Sources", "zh": "依据来源"},
    # states
    "yes": {"en": "yes", "zh": "是"},
    "no": {"en": "no", "zh": "否"},
    "here": {"en": "registered here", "zh": "本机已有"},
    "absent": {"en": "not here", "zh": "本机没有"},
    "measurable": {"en": "measurable", "zh": "可测"},
    "partly": {"en": "partly", "zh": "部分可测"},
    "evidence": {"en": "by papers and people", "zh": "靠材料与人工"},
    "nothing_yet": {"en": "nothing yet", "zh": "暂不可测"},
    "V": {"en": "text seen", "zh": "原文已核对"},
    "S": {"en": "text not checked (secondary source)", "zh": "原文未核对（二手资料）"},
    "B": {"en": "text not checked (from a summary)", "zh": "原文未核对（据摘要）"},
    "R": {"en": "text not checked (from memory)", "zh": "原文未核对（凭记忆）"},
    "unchecked": {"en": "text not checked", "zh": "原文未核对"},
    # notes and sentences
    "original": {"en": " (original in Chinese)", "zh": "（原文为英文）"},
    "no_clauses": {"en": "no clauses in the catalogue yet", "zh": "目录中尚无条款"},
    "row_clauses": {"en": "{clauses} clauses, {seen} with text seen", "zh": "{clauses} 条，其中 {seen} 条原文已核对"},
    "list_head": {
        "en": "{risks} risks, {controls} controls, {probes} probe kinds, {standards} standards, {items} entries",
        "zh": "风险 {risks} 项，控制措施 {controls} 项，探测类型 {probes} 种，标准 {standards} 部，条目 {items} 条",
    },
    "coverage_head": {
        "en": "{here} of {kinds} probe kinds are registered here",
        "zh": "{kinds} 种探测类型中，本机已有 {here} 种",
    },
    "missing": {"en": "missing: {names}", "zh": "缺少：{names}"},
    "by_risk": {"en": "by the probes of its risks", "zh": "按所属风险的探测推算"},
    "list_hint": {
        "en": "Show one with `steelyard standards show NAME`.",
        "zh": "查看详情：`steelyard standards show 名称`。",
    },
}


def word(key: str, language: Language) -> str:
    """A word of the table; a key that has none stands for itself."""
    return WORDS[key][language] if key in WORDS else key
