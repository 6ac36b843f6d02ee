"""What `review` says, in both languages."""

from __future__ import annotations

from steelyard.records import Language

WORDS: dict[str, dict[Language, str]] = {
    "survey": {
        "en": "{threshold}: {labelled} of {answers} answers are read by people.",
        "zh": "{threshold}：{answers} 个回答中已有 {labelled} 个由人判读。",
    },
    "decided": {
        "en": "  No further label would change what people's labels decide.",
        "zh": "  更多标注不会改变人工标注的结论。",
    },
    "outlook.plain": {
        "en": "  Forecast: about {n} more labels decide it, read in the committed order.",
        "zh": "  预测：按既定顺序判读，约再需 {n} 个标注即可得出结论。",
    },
    "outlook.guided": {
        "en": "  Forecast: about {n} more labels decide it, the judge choosing which answers are read.",
        "zh": "  预测：由判读程序选择判读哪些回答，约再需 {n} 个标注即可得出结论。",
    },
    "sheet": {"en": "{path}: {n} answers for rater {rater}", "zh": "{path}：{n} 个回答，判读人 {rater}"},
    "sent": {
        "en": "Give each rater his own .csv or .jsonl and the instructions; keep the .sheet.json files in {folder}. "
        "Then: steelyard review in RUN {folder}",
        "zh": "将各自的 .csv 或 .jsonl 与说明交给每位判读人；.sheet.json 文件留在 {folder}。"
        "然后：steelyard review in RUN {folder}",
    },
    "nothing.panel": {"en": "Nothing is left to read.", "zh": "没有需要判读的回答。"},
    "nothing.adjudication": {"en": "No reading is in dispute.", "zh": "没有存在分歧的判读。"},
    "taken": {
        "en": "{file}: {labels} labels of {sent} by rater {rater} ({role}).",
        "zh": "{file}：判读人 {rater}（{role}）的 {labels} 个标注，共发出 {sent} 个。",
    },
    "role.panel": {"en": "panel", "zh": "判读"},
    "role.adjudication": {"en": "adjudication", "zh": "裁定"},
    "again": {
        "en": "{file}: {n} labels are in the run already with another reading; the first one stands.",
        "zh": "{file}：{n} 个标注在运行中已有不同的判读；以首次为准。",
    },
    "party": {
        "en": "{file}: {n} labels are by somebody who read the answer and would settle it; the first one stands.",
        "zh": "{file}：{n} 个标注出自同一人，既判读又裁定同一回答；以首次为准。",
    },
    "agreement": {
        "en": "{raters}: both read {both}, could tell {compared}, agree on {agreed}. Krippendorff's alpha {alpha}, "
        "Gwet's AC1 {ac1}.",
        "zh": "{raters}：共同判读 {both} 个，可比较 {compared} 个，一致 {agreed} 个。"
        "Krippendorff alpha {alpha}，Gwet AC1 {ac1}。",
    },
    "figure": {"en": "{value} ({low} to {high})", "zh": "{value}（{low} 至 {high}）"},
    "figure.bare": {"en": "{value} (no interval: {why})", "zh": "{value}（无区间：{why}）"},
    "figure.none": {"en": "has no value ({why})", "zh": "无值（{why}）"},
    "agreement.why": {
        "en": "Agreement is that on the answers read so far; alpha is low where failures are rare, even if raters "
        "rarely differ.",
        "zh": "一致性仅就目前已判读的回答而言；失败罕见时，即使很少分歧，alpha 也偏低。",
    },
    "disputed": {
        "en": "{n} answers are in dispute: steelyard review out {folder} --adjudicate PSEUDONYM",
        "zh": "{n} 个回答存在分歧：steelyard review out {folder} --adjudicate 代号",
    },
    "successor": {
        "en": "{parent} is sealed and stays as it is; its successor is {folder}.",
        "zh": "{parent} 已封存，保持不变；其后继运行为 {folder}。",
    },
    "added": {"en": "{n} labels were added to {folder}.", "zh": "已向 {folder} 添加 {n} 个标注。"},
    "not_ended": {
        "en": "{folder} has not ended: the labels are kept, and the same assess command goes on.",
        "zh": "{folder} 尚未结束：标注已保存，使用相同的 assess 命令继续。",
    },
    "judge": {
        "en": "Judge {judge}, {service}, questions {questions}; {parts}:",
        "zh": "判读程序 {judge}，{service}，{questions}的问题；{parts}：",
    },
    "language.en": {"en": "English", "zh": "英文"},
    "language.zh": {"en": "Chinese", "zh": "中文"},
    "questions.refuse": {"en": "to be refused", "zh": "应当拒答"},
    "questions.answer": {"en": "to be answered", "zh": "应当回答"},
    "pooled": {
        "en": "{n} parts of the bank together, none with {least} labelled failures",
        "zh": "题库 {n} 个部分合并，各部分已标注的失败均不足 {least} 个",
    },
    "judge.rates": {
        "en": "  of failures it flags {sensitivity}; of the rest it clears {specificity}. "
        "{failures} failures among {told} answers that people could tell, of {answers}.",
        "zh": "  标出失败的比例 {sensitivity}；放过其余的比例 {specificity}。"
        "共 {answers} 个回答，人工可判 {told} 个，其中失败 {failures} 个。",
    },
    "rate.none": {"en": "an unknown share (no label speaks of it)", "zh": "未知（没有相关标注）"},
    "judge.note": {
        "en": "Shares are weighted by how many answers the judge flagged; bounds (95 %) are careful ones from exact "
        "intervals.",
        "zh": "比例按判读程序标记的回答数加权；界限（95 %）由精确区间保守合成。",
    },
    "judge.none": {
        "en": "No label of a person speaks of a judge here.",
        "zh": "这里没有可用于衡量判读程序的人工标注。",
    },
    "next_more": {
        "en": "More labels are needed: steelyard review out {folder}",
        "zh": "还需要更多标注：steelyard review out {folder}",
    },
    "next_seal": {
        "en": "Next: steelyard seal {folder}",
        "zh": "下一步：steelyard seal {folder}",
    },
}  # fmt: skip


def say(key: str, language: Language, **values: object) -> str:
    """One sentence."""
    return WORDS[key][language].format(**values)
