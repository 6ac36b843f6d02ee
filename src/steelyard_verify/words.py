"""What the check says, in English and Chinese. Placeholders are the facts of a failure or a run."""

from __future__ import annotations

LANGUAGES = ("en", "zh")

_HEADS = {
    "holds": {
        "en": "HOLDS: the run is as it was sealed by key {keyid}, and its verdicts follow from it.",
        "zh": "成立：该运行与密钥 {keyid} 封存时一致，其判定可由记录重新得出。",
    },
    "integrity_only": {
        "en": "INTEGRITY ONLY: the run is whole and its verdicts follow from it, but no signature was checked; "
        "anyone could have made it. Give --key FILE or --trust DIR.",
        "zh": "INTEGRITY ONLY（仅完整性）：该运行完整，判定可由记录得出，但未核对签名，任何人都可能伪造。"
        "请给出 --key 文件 或 --trust 目录。",
    },
    "fails": {"en": "DOES NOT HOLD: {where}: {problem}", "zh": "不成立：{where}：{problem}"},
    "recomputed": {"en": "Recomputed here", "zh": "此处重新计算"},
    "trust": {"en": "Taken on trust", "zh": "仍须信任"},
    "verdicts": {"en": "Verdicts", "zh": "判定"},
    "count": {"en": "{count} of {total} requirements: {state}", "zh": "{total} 项要求中 {count} 项：{state}"},
    "usage": {"en": "usage error: {problem}", "zh": "用法错误：{problem}"},
}

_STATES = {
    "state.pass": {"en": "met", "zh": "满足"},
    "state.pass_by_letter": {"en": "met by the letter only", "zh": "仅按字面满足"},
    "state.fail": {"en": "not met", "zh": "不满足"},
    "state.undecided": {"en": "not decided", "zh": "未定"},
    "state.needs_people": {"en": "not decided, needs people", "zh": "未定，须由人判断"},
    "state.needs_evidence": {"en": "not assessed, needs documents", "zh": "未评估，须有材料"},
    "state.not_assessed": {"en": "not assessed", "zh": "未评估"},
    "state.attested": {"en": "attested", "zh": "已声明"},
}

_DONE = {
    "done.signature": {"en": "the signature, under key {keyid}", "zh": "密钥 {keyid} 的签名"},
    "done.files": {
        "en": "the digests of plan.json, verdicts.json and report.html",
        "zh": "plan.json、verdicts.json 与 report.html 的摘要",
    },
    "done.seed": {
        "en": "the order seed, from bank roots, system and nonce",
        "zh": "由题库根、系统与随机数得出的顺序种子",
    },
    "done.order": {
        "en": "the order of {families} planned questions in {surveys} surveys",
        "zh": "{surveys} 组测量中 {families} 道计划题目的顺序",
    },
    "done.tables": {"en": "{tables} boundary tables and their hashes", "zh": "{tables} 张判据表及其哈希"},
    "done.rows": {
        "en": "{rows} rows of the journal: each once, its key right, within the plan; {trials} trials, answers judged",
        "zh": "日志 {rows} 行：每行仅一次、键正确、在计划之内；{trials} 次提问，每个回答均已判读",
    },
    "done.roots": {
        "en": "the roots of evidence, surplus and telemetry",
        "zh": "证据、余量与遥测三个根哈希",
    },
    "done.verdicts": {
        "en": "{requirements} verdicts with counts, claims, intervals, e-values and error probabilities",
        "zh": "{requirements} 项判定及其计数、结论、区间、e 值与出错概率",
    },
    "done.lists": {
        "en": "of {risks} risks, which are shown clean and which failing",
        "zh": "{risks} 个风险中，哪些证实在限值内、哪些证实超出限值",
    },
    "done.parent": {
        "en": "the seal of the run before (evidence root {evidence}): its {rows} rows come first, and only people's "
        "labels were added",
        "zh": "前一运行的封存（证据根 {evidence}）：其 {rows} 行在前，此后仅添加了人工标注",
    },
    "done.statement": {"en": "every field of the signed statement", "zh": "签名声明的每个字段"},
}

_TRUST = {
    "trust.signature": {
        "en": "everything: without a signature nobody stands behind this record",
        "zh": "全部内容：没有签名，就无人为此记录负责",
    },
    "trust.key": {
        "en": "that key {keyid} belongs to whom you believe, and was kept secret",
        "zh": "密钥 {keyid} 属于你所认为的人，且未曾泄露",
    },
    "trust.name": {"en": "the name under the seal: {name}", "zh": "封存处的署名：{name}"},
    "trust.judge": {
        "en": "{count} readings of answers by {labeller}",
        "zh": "{labeller} 对 {count} 个回答的判读",
    },
    "trust.passports": {
        "en": "the measured error rates of the judges, named by digest",
        "zh": "判读者经测量的错误率（以摘要指明）",
    },
    "trust.scans": {
        "en": "{findings} findings of {scans} scans, and that they read what they say they read",
        "zh": "{scans} 次扫描的 {findings} 项发现，以及其所称的读取范围",
    },
    "trust.target": {
        "en": "that what answered is the system named, and that the answers are what it said",
        "zh": "作答者确为所指系统，且回答即其原话",
    },
    "trust.bank": {
        "en": "that the questions, and whether each should be refused or answered, are those of the banks with the "
        "roots named, {sample} the first of each whole bank",
        "zh": "题目及其应拒或应答的要求确属所列根哈希的题库，且所取 {sample} 题为整个题库顺序之首",
    },
    "trust.population": {
        "en": "for strict claims: that a bank is like a random sample of the questions it stands for",
        "zh": "严格结论的前提：题库相当于其所代表问题的随机样本",
    },
    "trust.standard": {
        "en": "that clauses are those of the standard and none is left out, with their limits, sample sizes, risks, "
        "what each needs and which of them block",
        "zh": "条款与标准一致且无遗漏，包括其限值、样本量、风险、所需手段以及哪些为否决项",
    },
    "trust.assets": {
        "en": "that the fingerprints are those of the assets meant",
        "zh": "指纹确属所指资产",
    },
    "trust.nonce": {
        "en": "that the nonce was fresh and no other attempt was made",
        "zh": "随机数为新取，且没有其他尝试",
    },
    "trust.seed": {
        "en": "that the order seed, which was given and not drawn, was not chosen for its result",
        "zh": "顺序种子系给定而非抽取，须信其并非为结果而挑选",
    },
    "trust.grandparent": {
        "en": "that the run before went on from another sealed run as it says",
        "zh": "前一运行如其所述承接自更早的封存运行",
    },
    "trust.attempt": {"en": "that this was attempt {attempt}, as it says", "zh": "如其所述，这是第 {attempt} 次尝试"},
    "trust.report": {
        "en": "that the words of report.html say what verdicts.json says (its bytes are those that were sealed)",
        "zh": "report.html 的文字与 verdicts.json 一致（其字节与封存时相同）",
    },
}  # fmt: skip

_PROBLEMS = {
    "unreadable": {"en": "cannot be read ({why})", "zh": "无法读取（{why}）"},
    "foreign_file": {"en": "does not belong to a run; remove it", "zh": "不属于运行文件夹，请移除"},
    "missing_file": {"en": "is missing", "zh": "缺失"},
    "unsealed": {"en": "is missing: the run is not sealed", "zh": "缺失：该运行尚未封存"},
    "not_plain": {"en": "is not a plain file", "zh": "不是普通文件"},
    "too_large": {"en": "is larger than {limit} bytes", "zh": "大于 {limit} 字节"},
    "too_many": {"en": "holds more than {limit} items", "zh": "超过 {limit} 项"},
    "too_deep": {"en": "is nested deeper than {limit} levels", "zh": "嵌套超过 {limit} 层"},
    "not_utf8": {"en": "is not UTF-8 at byte {byte}", "zh": "第 {byte} 字节不是 UTF-8"},
    "not_json": {"en": "is not JSON at character {byte}", "zh": "第 {byte} 个字符处不是 JSON"},
    "double_name": {"en": "gives the name {what} twice", "zh": "名称 {what} 出现两次"},
    "bad_number": {"en": "holds a number that no record may hold: {what}", "zh": "含记录不允许的数：{what}"},
    "not_canonical": {"en": "is not in canonical form", "zh": "不是规范形式"},
    "shape": {"en": "is not what must stand here ({wanted})", "zh": "此处应为 {wanted}"},
    "field_missing": {"en": "the field is missing", "zh": "缺少该字段"},
    "field_unknown": {"en": "no such field exists", "zh": "没有这个字段"},
    "not_base64": {"en": "is not base64 in its only form", "zh": "不是唯一形式的 base64"},
    "one_signature": {"en": "{count} signatures instead of one", "zh": "签名有 {count} 个，应为一个"},
    "unknown_key": {"en": "signed by key {keyid}, which was not given", "zh": "由未给出的密钥 {keyid} 签名"},
    "bad_signature": {"en": "the signature is not that of key {keyid}", "zh": "签名不属于密钥 {keyid}"},
    "key_expired": {"en": "key {keyid} was good until {day}", "zh": "密钥 {keyid} 的有效期至 {day}"},
    "key_scope": {"en": "key {keyid} may not speak about {standard}", "zh": "密钥 {keyid} 无权就 {standard} 作出声明"},
    "digest_differs": {
        "en": "is not the file that was sealed (digest {found}, sealed {sealed})",
        "zh": "不是封存时的文件（摘要 {found}，封存 {sealed}）",
    },
    "differs": {"en": "says {recorded}; recomputed: {recomputed}", "zh": "记为 {recorded}；重新计算：{recomputed}"},
    "order": {"en": "does not stand in the order of the seed", "zh": "不符合种子决定的顺序"},
    "reference": {"en": "names {name}, which the plan does not hold", "zh": "引用了计划中没有的 {name}"},
    "twice": {"en": "{name} is there twice", "zh": "{name} 出现两次"},
    "line_long": {"en": "is longer than {limit} bytes", "zh": "长于 {limit} 字节"},
    "line_cut": {"en": "is cut short", "zh": "不完整"},
    "double_key": {"en": "repeats the key {key} of line {first}", "zh": "重复第 {first} 行的键 {key}"},
    "double_label": {"en": "judges again the answer judged in line {first}", "zh": "重复判读第 {first} 行已判读的回答"},
    "key_wrong": {"en": "the key {key} is not that of what the row says", "zh": "键 {key} 与该行内容不符"},
    "outside_plan": {"en": "is not in the plan: {name}", "zh": "不在计划之内：{name}"},
    "answer_and_fault": {
        "en": "a trial has either an answer or a fault",
        "zh": "一次提问只能有回答或故障之一",
    },
    "label_of_none": {"en": "judges trial {key}, which is not there", "zh": "判读了不存在的提问 {key}"},
    "label_of_fault": {"en": "judges trial {key}, which has no answer", "zh": "判读了没有回答的提问 {key}"},
    "own_dispute": {
        "en": "{name} settles a dispute about an answer that {name} read",
        "zh": "{name} 裁定了自己判读过的回答",
    },
    "unjudged": {"en": "the answer of trial {key} was not judged", "zh": "提问 {key} 的回答未经判读"},
    "rows_changed": {
        "en": "the rows are not those that were sealed ({found} rows, sealed {sealed}); what changed lies here",
        "zh": "各行与封存时不同（{found} 行，封存 {sealed} 行）；改动在此处",
    },
    "root_differs": {
        "en": "the root is not the one that was sealed ({found} rows, sealed {sealed})",
        "zh": "根哈希与封存时不同（{found} 行，封存 {sealed} 行）",
    },
    "other_plan": {"en": "is the seal of a run under another plan", "zh": "是另一计划下运行的封存"},
    "not_added": {
        "en": "a run that goes on from a sealed one adds people's labels and nothing else",
        "zh": "承接封存运行的运行只能添加人工标注",
    },
    "unfinished": {
        "en": "the run had not ended and does not say that it was interrupted",
        "zh": "运行未结束，却未注明中断",
    },
}  # fmt: skip

_USAGE = {
    "not_a_folder": {"en": "{path} is not a folder", "zh": "{path} 不是文件夹"},
    "key_unreadable": {"en": "{path} is no public key ({why})", "zh": "{path} 不是公钥（{why}）"},
    "key_id_wrong": {"en": "{path}: the key id is not that of the key", "zh": "{path}：密钥标识与密钥不符"},
    "key_weak": {"en": "{path} is a key that proves nothing", "zh": "{path} 是无证明力的密钥"},
    "key_twice": {"en": "{path}: a key with this id is there already", "zh": "{path}：已有相同标识的密钥"},
    "key_inside": {
        "en": "{path} lies inside the run: a key found there is never trusted",
        "zh": "{path} 位于运行文件夹内：其中的密钥一律不予信任",
    },
    "no_keys": {"en": "{path} holds no public key (*.pub)", "zh": "{path} 中没有公钥（*.pub）"},
    "verifier_inside": {
        "en": "this verifier lies inside the run it would check; take one from elsewhere",
        "zh": "本验证程序位于待查的运行文件夹内；请使用别处取得的程序",
    },
}

WORDS: dict[str, dict[str, str]] = {**_HEADS, **_STATES, **_DONE, **_TRUST, **_PROBLEMS, **_USAGE}


def say(code: str, language: str, **facts: object) -> str:
    """The sentence for a code, its placeholders filled; what comes from the record is shown safely and in bounds."""
    return WORDS[code][language].format(**{name: shown(fact) for name, fact in facts.items()})


def shown(fact: object, limit: int = 160) -> str:
    """A fact as text for a terminal: nothing unprintable or right-to-left, not too long."""
    text = "-" if fact is None else str(fact)
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)
