"""What `ladder` says, in both languages."""

from __future__ import annotations

from .words_compare import Words

WORDS: Words = {
    "improved": {
        "en": "{folder}: {threshold}, attempt {n} of {owner}: improved; {score} is shown.",
        "zh": "{folder}：{threshold}，{owner} 的第 {n} 次尝试：有提高；显示 {score}。",
    },
    "no_improvement": {
        "en": "{folder}: {threshold}, attempt {n} of {owner}: no improvement; what is shown stays.",
        "zh": "{folder}：{threshold}，{owner} 的第 {n} 次尝试：没有提高；所示分数不变。",
    },
    "known": {
        "en": "{folder}: {threshold}: on the board already, as attempt {n} of {owner}; not counted again.",
        "zh": "{folder}：{threshold}：已在榜上（{owner} 的第 {n} 次尝试），不再计数。",
    },
    "open_faults": {
        "en": "  Calls without an answer: {n}; they count as not passed.",
        "zh": "  没有得到回答的调用：{n} 次；按未通过计。",
    },
    "unsealed": {
        "en": "  This run is not sealed: nobody has signed what it holds.",
        "zh": "  该运行尚未封存：无人对其内容签名。",
    },
    "empty": {"en": "The board holds no attempt.", "zh": "榜上没有任何尝试。"},
    "threshold": {"en": "{threshold}, share of questions passed:", "zh": "{threshold}，通过题目的比例："},
    "standing": {
        "en": "  {score}  {owner}, {system}; attempts of this owner: {n}",
        "zh": "  {score}  {owner}，{system}；该所有者的尝试次数：{n}",
    },
    "step": {
        "en": "  One step is {step} points; attempts of all owners: {n}. The order of these scores is no claim: what "
        "order the evidence allows, `steelyard rank` says.",
        "zh": "  一个步长为 {step} 个百分点；所有者共尝试 {n} 次。这些分数的先后不是结论：证据支持何种顺序，见 "
        "`steelyard rank`。",
    },
    "why_steps": {
        "en": "Shown is an owner's best score, rounded to a step of 1/√n for n questions, and it changes only when a "
        "run exceeds it by more than a step. Other runs learn “no improvement” and nothing else.",
        "zh": "所示为各所有者的最好分数，取整到步长（n 个题目时为 1/√n）；只有超出它一个步长以上时才更新。其余运行只得"
        "知“没有提高”。",
    },
    "why_not_rounding": {
        "en": "Rounding alone would not do: whoever hands in many variants still sees which of them came out higher, "
        "and by keeping those climbs on the hidden questions without becoming better at any others.",
        "zh": "仅取整并不够：提交大量变体的人仍能看出哪些变体分数更高，保留它们即可在隐藏题目上爬升，而对其他题目并无"
        "改进。",
    },
    "not_covered": {
        "en": "It holds while the run folders stay with whoever keeps the board, and while one owner has one name. It "
        "does not hold against an owner who keeps the questions that were sent to his service: `steelyard bank "
        "exposures` counts them.",
        "zh": "前提是：运行目录只留在榜单管理者手中，且一个所有者只用一个名称。若所有者留存发给其服务的题目，则无此保"
        "证：`steelyard bank exposures` 统计题目的外露次数。",
    },
    "head": {
        "en": "Head of the board after {n} attempts: {head}. Note it elsewhere; --head tells later whether it still "
        "holds.",
        "zh": "{n} 次尝试后的链尾摘要：{head}。请另行记下；以后可用 --head 检查是否仍然成立。",
    },
}  # fmt: skip
