"""What `contamination` says, in both languages."""

from __future__ import annotations

from .words_compare import Words

WORDS: Words = {
    "public": {"en": "Published half", "zh": "公开的一半"},
    "private": {"en": "Private half", "zh": "保密的一半"},
    "committed": {
        "en": "Committed: {pairs} pairs of twins, root {root}; the reveal is what was committed.",
        "zh": "承诺内容：{pairs} 对孪生题，根 {root}；揭示的内容与承诺一致。",
    },
    "level": {
        "en": "Each endpoint by itself: a system that publication did not help is accused with probability at most "
        "{alpha}.",
        "zh": "每个端点单独而言：未因公开而受益的系统被误判为有泄漏的概率至多 {alpha}。",
    },
    "none": {"en": "No endpoint was asked both halves.", "zh": "没有端点同时回答过两半题目。"},
    "detected": {
        "en": "{asset} ({model}): a leak is detected, at pair {at} of {read}.",
        "zh": "{asset}（{model}）：检测到泄漏，在 {read} 对中的第 {at} 对时确定。",
    },
    "not_detected": {
        "en": "{asset} ({model}): no leak is detected in {read} pairs. That does not say that there is none.",
        "zh": "{asset}（{model}）：{read} 对中未检测到泄漏。这并不表示没有泄漏。",
    },
    "undecided": {
        "en": "{asset} ({model}): nothing is decided: {reasons}.",
        "zh": "{asset}（{model}）：不作判定：{reasons}。",
    },
    "not_comparable": {
        "en": "{asset} ({model}): not comparable: {reasons}.",
        "zh": "{asset}（{model}）：不可比较：{reasons}。",
    },
    "reason.target": {"en": "the two halves were put to different systems", "zh": "两半题目问的不是同一系统"},
    "reason.sampling": {
        "en": "answers were drawn with different settings (temperature, length, seed)",
        "zh": "回答的采样设置不同（温度、长度或种子）",
    },
    "reason.judge": {"en": "different judges read the answers", "zh": "判读者不同"},
    "reason.language": {"en": "they were asked in different languages", "zh": "提问语言不同"},
    "reason.technique": {"en": "they were asked by different techniques", "zh": "提问手法不同"},
    "reason.stopped_early": {
        "en": "a half was not asked to its end, and where it stopped may depend on the answers; assess both with "
        "--complete",
        "zh": "有一半未问完，而停止之处可能取决于回答；请对两半都使用 --complete",
    },
    "reason.few_pairs": {
        "en": "{read} pairs were read, too few to detect anything at this level",
        "zh": "只读到 {read} 对，在此水平下不足以检测任何泄漏",
    },
    "failures": {
        "en": "  Failures in {read} pairs: {public} published twins, {private} private ones{left}.",
        "zh": "  {read} 对中的失败：公开题 {public} 个，保密题 {private} 个{left}。",
    },
    "left": {
        "en": "; {n} of {pairs} pairs are left out, for a call stayed without an answer",
        "zh": "；{pairs} 对中有 {n} 对因调用没有得到回答而不计",
    },
    "tosses": {
        "en": "  Only the private twin failed in {private_only}, only the published one in {public_only}: a fair coin "
        "if publication had no influence.",
        "zh": "  仅保密题失败 {private_only} 对，仅公开题失败 {public_only} 对：若公开没有影响，二者机会均等。",
    },
    "e_value.reached": {
        "en": "  E-value {value} after all pairs; at pair {at} it had reached {need}, from where on a leak is "
        "detected.",
        "zh": "  全部读完后 E 值为 {value}；第 {at} 对时已达到 {need}，达到即判为泄漏。",
    },
    "e_value": {
        "en": "  E-value {value}; from {need} on a leak is detected, at any pair.",
        "zh": "  E 值 {value}；任何一对时达到 {need} 即判为泄漏。",
    },
    "gap": {
        "en": "  Private failure share less the published one: {estimate} points, between {low} and {high} "
        "(approximate).",
        "zh": "  保密题失败率减公开题失败率：{estimate} 个百分点，介于 {low} 至 {high} 之间（近似）。",
    },
    "outlook": {
        "en": "  So many pairs detect a fall from {private} to {public} of failures with a chance of {detects}; "
        "{needed} pairs do so nine times in ten (difficulties of twins correlated 0.5).",
        "zh": "  这么多对检测到失败率由 {private} 降至 {public} 的机会为 {detects}；达到九成需要 {needed} "
        "对（假设孪生题难度的相关系数为 0.5）。",
    },
    "shows": {"en": "What this shows, and what it does not", "zh": "结果说明什么、不说明什么"},
    "shows.detected": {
        "en": "  Published questions were answered better than their private twins, beyond what chance allows for any "
        "system and any difficulty.",
        "zh": "  公开题的表现优于其保密的孪生题，超出任何系统、任何难度下偶然所能解释的范围。",
    },
    "shows.cause": {
        "en": "  Not how the questions got in, nor that anyone meant it; and a service that changed between the two "
        "runs can look the same.",
        "zh": "  不说明题目如何进入系统，也不说明有人故意为之；若服务在两次运行之间发生变化，也可能出现同样结果。",
    },
    "shows.small": {
        "en": "  Small leaks stay invisible: training on a small share of the published questions, or a leak that "
        "helps both twins alike.",
        "zh": "  小的泄漏看不出来：例如只用少量公开题训练，或泄漏对两个孪生题同样有利。",
    },
    "shows.trust": {
        "en": "  Taken on trust: that the commitment was published before the runs, that the same service answered "
        "both, and that no other run was left out.",
        "zh": "  有赖信任：承诺在运行之前公布，两半由同一服务回答，且没有隐去其他运行。",
    },
}  # fmt: skip
