"""What `bank exposures` says, in both languages."""

from __future__ import annotations

from .words_compare import Words

WORDS: Words = {
    "head": {
        "en": "{bank}: {families} question families, in {runs} runs. Whoever owns an endpoint may keep what it is "
        "sent.",
        "zh": "{bank}：{families} 个题族，{runs} 次运行。接口的所有者可能留存收到的题目。",
    },
    "foreign": {
        "en": "  {n} questions sent under this bank's name are not in it: the bank has changed since.",
        "zh": "  以该题库名义发出的题目中有 {n} 个不在其中：题库此后已变更。",
    },
    "none": {"en": "  None of its questions was sent.", "zh": "  其中没有题目被发出过。"},
    "vendor": {
        "en": "{vendor}: {seen} questions, {sendings} times in all",
        "zh": "{vendor}：{seen} 个题目，共 {sendings} 次",
    },
    "fresh": {
        "en": "  {fresh} may still be asked ({never} never sent), {due} were sent {most} times or more.",
        "zh": "  {fresh} 个仍可提问（其中 {never} 个从未发出），{due} 个已发出 {most} 次或以上。",
    },
    "kept_by_nobody": {
        "en": "  The model runs in this process: nothing was sent to a vendor.",
        "zh": "  模型在本进程中运行：没有题目发给任何厂商。",
    },
    "place.host": {"en": "{name}", "zh": "{name}"},
    "place.machine": {"en": "this machine, model {name}", "zh": "本机，模型 {name}"},
    "place.process": {"en": "this process, model {name}", "zh": "本进程，模型 {name}"},
    "due": {
        "en": "Due for retirement, sent to one vendor {most} times or more: {n}. Publish them, and count them as "
        "public.",
        "zh": "应予退役（已向同一厂商发出 {most} 次或以上）：{n} 个。请将其公布，并视为公开题目。",
    },
    "nothing_due": {
        "en": "None is due for retirement: no vendor was sent one {most} times.",
        "zh": "没有题目需要退役：没有厂商收到过同一题目 {most} 次。",
    },
    "question": {"en": "  {family}  {aspect}  {sent}", "zh": "  {family}  {aspect}  {sent}"},
    "times": {"en": "{vendor}: {n}", "zh": "{vendor}：{n}"},
    "more": {"en": "  and {n} more; --json lists all of them.", "zh": "  另有 {n} 个；--json 列出全部。"},
}  # fmt: skip
