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
    "twins_head": {"en": "{n} pairs of twins in {folder}: {title}", "zh": "{folder} 中有 {n} 对孪生题：{title}"},
    "twins_root": {"en": "Committed root: {root}", "zh": "承诺的根：{root}"},
    "twins_publish": {
        "en": "Publish before any run: {commitment}, and the half {public}.",
        "zh": "请在任何运行之前公布：{commitment}，以及公开的一半 {public}。",
    },
    "twins_keep": {
        "en": "Keep to yourself until the end: {reveal}, and the half {private}.",
        "zh": "结束之前请保密：{reveal}，以及保密的一半 {private}。",
    },
    "twins_outlook": {
        "en": "At an error level of {alpha} so many pairs detect a fall from {private} to {public} of failures with a chance of {detects}; {needed} pairs do so nine times in ten (difficulties of twins correlated 0.5).",
        "zh": "在 {alpha} 的错误水平下，这么多对检测到失败率由 {private} 降至 {public} 的机会为 {detects}；达到九成需要 {needed} 对（假设孪生题难度的相关系数为 0.5）。",
    },
    "twins_next": {
        "en": "Ask both halves: steelyard assess ... --bank {public} --complete, then --bank {private}; then steelyard contamination.",
        "zh": "先后提问两半：steelyard assess ... --bank {public} --complete，再用 --bank {private}；然后执行 steelyard contamination。",
    },
    "commit_head": {
        "en": "Committed to {n} families of {bank}: root {root}",
        "zh": "已承诺 {bank} 的 {n} 个题族：根 {root}",
    },
    "commit_files": {
        "en": "Publish {commitment} now; keep {reveal} until the bank is shown.",
        "zh": "现在公布 {commitment}；在题库公开之前保密 {reveal}。",
    },
    "check_head": {
        "en": "Commitment {root}: {n} questions, {pairs} coins.",
        "zh": "承诺 {root}：{n} 道题，{pairs} 枚硬币。",
    },
    "check_same": {"en": "What is revealed is what was committed.", "zh": "揭示的内容与承诺一致。"},
    "check_differs": {
        "en": "What is revealed is not what was committed: {what}.",
        "zh": "揭示的内容与承诺不一致：{what}。",
    },
    "mismatch.root": {"en": "the questions, their salts or their order", "zh": "题目、盐值或顺序"},
    "mismatch.strata": {"en": "how many questions each stratum has", "zh": "各层题目数量"},
    "mismatch.banks": {"en": "the roots of the banks", "zh": "题库的根"},
    "mismatch.coins": {"en": "the coins", "zh": "硬币结果"},
    "mismatch.generator": {"en": "the generator", "zh": "生成器"},
    "check_bank": {"en": "  {bank} is a bank that was committed to.", "zh": "  {bank} 是所承诺的题库。"},
    "check_strange": {
        "en": "  {bank} is none of the banks that were committed to: it was edited, or is another.",
        "zh": "  {bank} 不是所承诺的题库：经过修改，或是另一个题库。",
    },
    "check_trust": {
        "en": "Taken on trust: when the commitment was published. What was published before the runs binds; what came later does not.",
        "zh": "有赖信任：承诺的公布时间。在运行之前公布才有约束力。",
    },
}


def word(key: str, language: Language, /, **values: object) -> str:
    """One sentence or heading."""
    return WORDS[key][language].format(**values)
