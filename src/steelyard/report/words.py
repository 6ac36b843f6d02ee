"""Everything the reports say, in English and Chinese. `one|other` are the two English forms; `n` chooses."""

from __future__ import annotations

from typing import Final

from steelyard.records import Language

WORDS: Final[dict[str, dict[Language, str]]] = {
    # states
    "state.pass": {"en": "Met", "zh": "满足"},
    "state.pass_by_letter": {"en": "Met by the letter only", "zh": "仅字面满足"},
    "state.fail": {"en": "Not met", "zh": "不满足"},
    "state.undecided": {"en": "Not decided", "zh": "未定"},
    "state.needs_people": {"en": "Needs people", "zh": "待人工判定"},
    "state.needs_evidence": {"en": "Needs evidence", "zh": "待补材料"},
    "state.not_assessed": {"en": "Not assessed", "zh": "未评估"},
    "state.attested": {"en": "Attested", "zh": "已作声明"},
    "tally.pass": {"en": "{n} met", "zh": "{n} 项满足"},
    "tally.pass_by_letter": {"en": "{n} met by the letter only", "zh": "{n} 项仅字面满足"},
    "tally.fail": {"en": "{n} not met", "zh": "{n} 项不满足"},
    "tally.undecided": {"en": "{n} not decided", "zh": "{n} 项未定"},
    "tally.needs_people": {"en": "{n} needs people|{n} need people", "zh": "{n} 项待人工判定"},
    "tally.needs_evidence": {"en": "{n} needs evidence|{n} need evidence", "zh": "{n} 项待补材料"},
    "tally.not_assessed": {"en": "{n} not assessed", "zh": "{n} 项未评估"},
    "tally.attested": {"en": "{n} attested", "zh": "{n} 项已作声明"},
    "tally.line": {"en": "{n} requirement: {parts}.|{n} requirements: {parts}.", "zh": "共 {n} 项要求：{parts}。"},
    "tally.total": {"en": "{n} requirement:|{n} requirements:", "zh": "共 {n} 项要求："},
    # the head of the report
    "report.title": {"en": "Assessment report", "zh": "评估报告"},
    "report.owner": {"en": "Owner", "zh": "责任方"},
    "report.fingerprint": {"en": "Fingerprint", "zh": "指纹"},
    "report.purpose": {"en": "Purpose", "zh": "用途"},
    "report.language": {"en": "Language of the service", "zh": "服务语言"},
    "report.language.en": {"en": "English", "zh": "英文"},
    "report.language.zh": {"en": "Chinese", "zh": "中文"},
    "report.vertical": {"en": "Field", "zh": "领域"},
    "report.error": {"en": "Error rate", "zh": "误差率"},
    "report.error.J": {
        "en": "each statement about a limit is wrong with probability at most {alpha}, as the judge program reads the "
        "answers",
        "zh": "按判读程序的读法，关于限值的每个论断出错的概率至多 {alpha}",
    },
    "report.error.people": {
        "en": "each statement about a limit is wrong with probability at most {alpha}, as people read the answers",
        "zh": "按人工的读法，关于限值的每个论断出错的概率至多 {alpha}",
    },
    "report.made": {"en": "Made with", "zh": "生成工具"},
    "purpose.screening": {"en": "screening", "zh": "筛查"},
    "purpose.gate": {"en": "gate before launch", "zh": "上线前关口"},
    "purpose.certificate": {"en": "evidence for an assessor", "zh": "供评定方使用的证据"},
    "report.interrupted": {
        "en": "This run was closed before its end. What follows is what had been gathered by then.",
        "zh": "本次运行在结束前已被关闭，以下是当时已取得的结果。",
    },
    # what a standard comes to
    "blocking.pass": {
        "en": "The blocking requirement is met.|All {n} blocking requirements are met.", "zh": "{n} 个否决项全部满足。",
    },
    "blocking.pass_attested": {
        "en": "All blocking requirements are met; {n} clause attested.|"
        "All blocking requirements are met; {n} clauses attested.",
        "zh": "否决项全部满足，其中 {n} 项为已作声明。",
    },
    "blocking.pass_by_letter": {
        "en": "All blocking requirements are met, {n} of them by the letter only.",
        "zh": "否决项全部满足，其中 {n} 项仅字面满足。",
    },
    "blocking.count": {
        "en": "Blocking requirements: {n}. Not met: {bad}. Waiting for a decision: {open}.",
        "zh": "否决项共 {n} 个：不满足 {bad} 个，尚待判定 {open} 个。",
    },
    "blocking.none": {
        "en": "No requirement here can block: the text of none has been checked.",
        "zh": "此处没有否决项：条文均未核对。",
    },
    "blocking.fails": {"en": "Not met:", "zh": "不满足："},
    "blocking.waits": {"en": "Waiting for a decision:", "zh": "尚待判定："},
    "blocking.badge": {"en": "blocking", "zh": "否决项"},
    "conf.unchecked": {"en": "text not checked", "zh": "条文未核对"},
    "conf.why": {
        "en": "“Text not checked” marks a requirement whose wording was not compared with the standard itself; "
        "it never blocks.",
        "zh": "“条文未核对”表示该要求的文字尚未与标准原文比对，这类要求从不作为否决项。",
    },
    "marks.title": {"en": "State of every requirement", "zh": "各项要求的状态"},
    "marks.desc": {
        "en": "One mark for each requirement on a beam; a long mark is a blocking one. {line}",
        "zh": "横梁上每个标记代表一项要求，长标记为否决项。{line}",
    },
    # sections
    "section.not_met": {"en": "What is not met", "zh": "哪些不满足"},
    "section.undecided": {"en": "What is not decided", "zh": "哪些未定"},
    "section.met": {"en": "What is met", "zh": "哪些满足"},
    "section.attested": {"en": "What is attested", "zh": "哪些已作声明"},
    "attested.intro": {
        "en": "A responsible role answers for these. Nothing here measured them, and they count neither as met nor as not "
        "met.",
        "zh": "由责任角色对这些要求负责。此处未作测量，既不计为满足，也不计为不满足。",
    },
    "section.open": {"en": "What is not assessed, and what would decide it", "zh": "哪些未评估，怎样才能判定"},
    "section.requirements": {"en": "Requirement by requirement", "zh": "逐项说明"},
    "section.rest": {"en": "Requirements without a measurement", "zh": "没有测量结果的要求"},
    "section.how": {"en": "How it was measured", "zh": "怎样测得"},
    "section.check": {"en": "How to check it", "zh": "怎样核验"},
    "section.limits": {"en": "What this does not tell you", "zh": "本报告不能说明什么"},
    "section.contents": {"en": "Contents", "zh": "目录"},
    "met.none": {
        "en": "No requirement is met on the evidence of this run.", "zh": "依据本次运行的证据，没有一项要求得到满足。",
    },
    "not_met.none": {
        "en": "No requirement is found not met on the evidence of this run.",
        "zh": "依据本次运行的证据，没有一项要求被判为不满足。",
    },
    # what a measurement comes to
    "bar.ge": {"en": "asks for at least {limit}", "zh": "标准要求至少 {limit}"},
    "bar.le": {"en": "allows at most {limit} of failures", "zh": "标准允许的失败比例至多 {limit}"},
    "measure.refuse": {
        "en": "The service refused {kept} of the {counted} questions it should refuse; the standard {bar}.",
        "zh": "应拒答的 {counted} 道题中，服务拒答了 {kept} 道；{bar}。",
    },
    "measure.answer": {
        "en": "The service answered {kept} of the {counted} questions it should answer; the standard {bar}.",
        "zh": "应回答的 {counted} 道题中，服务回答了 {kept} 道；{bar}。",
    },
    "measure.refuse.zero": {
        "en": "No question it should refuse has an answer yet.", "zh": "应拒答的题尚无一道得到回答。",
    },
    "measure.answer.zero": {
        "en": "No question it should answer has an answer yet.", "zh": "应回答的题尚无一道得到回答。",
    },
    "measure.interval.J": {
        "en": "The failure share, as the judge program reads the answers, is between {low} and {high} "
        "(exact; each end is wrong with probability at most {alpha}, the bank taken as a random sample of such "
        "questions).",
        "zh": "按判读程序的读法，失败比例在 {low} 与 {high} 之间"
        "（精确；把题库看作同类问题的随机样本，每一端出错的概率至多 {alpha}）。",
    },
    "measure.interval.people": {
        "en": "The failure share, as people read the answers, is between {low} and {high} "
        "(exact; each end is wrong with probability at most {alpha}, the bank taken as a random sample of such "
        "questions).",
        "zh": "按人工的读法，失败比例在 {low} 与 {high} 之间"
        "（精确；把题库看作同类问题的随机样本，每一端出错的概率至多 {alpha}）。",
    },
    "measure.wordings.J": {
        "en": "With several wordings of each family: {families} families, {wordings} answers, {failures} failures; the mean "
        "failure share of a family is between {low} and {high} (exact, as the judge program reads them; each end is "
        "wrong with probability at most {alpha}). Within the limit on that mean: {outcome}; no verdict rests on it.",
        "zh": "每族多种问法：{families} 个题族、{wordings} 个回答、{failures} 个失败；题族的平均失败率在 {low} 至 {high} 之间"
        "（精确，以判读程序为准；每端出错的概率至多 {alpha}）。该平均值是否在限值内：{outcome}；不作为判定依据。",
    },
    "measure.wordings.people": {
        "en": "With several wordings of each family: {families} families, {wordings} answers, {failures} failures; the mean "
        "failure share of a family is between {low} and {high} (exact, as people read them; each end is "
        "wrong with probability at most {alpha}). Within the limit on that mean: {outcome}; no verdict rests on it.",
        "zh": "每族多种问法：{families} 个题族、{wordings} 个回答、{failures} 个失败；题族的平均失败率在 {low} 至 {high} 之间"
        "（精确，以人工判读为准；每端出错的概率至多 {alpha}）。该平均值是否在限值内：{outcome}；不作为判定依据。",
    },
    "measure.people.read": {
        "en": "People have read {labelled} of the {answers} answers: of {flagged} that the judge flags as failures, "
        "{flagged_failed} fail; of {rest} others, {rest_failed}.",
        "zh": "人工已判读 {answers} 个回答中的 {labelled} 个：判读程序标为失败的 {flagged} 个中，{flagged_failed} 个失败；其余 {rest} 个中，{rest_failed} 个失败。",
    },
    "measure.people.disputed": {
        "en": "{n} of these is in dispute and counted both ways.|{n} of these are in dispute and counted both ways.",
        "zh": "其中 {n} 个存在分歧，按两种方式计。",
    },
    "measure.people.share": {
        "en": "By their labels {share} of the counted answers fail ({low} to {high}; approximate, read by people).",
        "zh": "按人工标注，计入的回答中 {share} 失败（{low} 至 {high}；近似，由人判读）。",
    },
    "measure.people.claims": {
        "en": "Claims by people’s labels: letter {letter}; forecast {forecast}; strict {strict} (exact).",
        "zh": "按人工标注的结论：字面 {letter}；预测 {forecast}；严格 {strict}（精确）。",
    },
    "measure.people": {
        "en": "Counts, interval, pictures and the three claims below are as the judge reads; they do not decide.",
        "zh": "计数、区间、图及下列三项论断均按判读程序的读法，不作为判定依据。",
    },
    "measure.faults": {
        "en": "{n} call brought no answer; it is counted both ways.|"
        "{n} calls brought no answer; they are counted both ways.",
        "zh": "{n} 次调用没有得到回答，按成败两种情形分别计算。",
    },
    "measure.model_faults": {
        "en": "{n} answer was empty, garbled, in another language or broken off by the service, and counts as a failure.|"
        "{n} answers were empty, garbled, in another language or broken off by the service, and count as failures.",
        "zh": "{n} 个回答为空、乱码、用了其他语言或被服务截断，按失败计。",
    },
    "measure.surplus": {
        "en": "{n} more answer came in after the decision and is not counted.|"
        "{n} more answers came in after the decision and are not counted.",
        "zh": "判定之后另有 {n} 个回答到达，不计入。",
    },
    # reasons
    "reason.decided": {"en": "The evidence decides it.", "zh": "证据足以判定。"},
    "reason.letter_short": {
        "en": "The strict claim is met, but the bank holds {have} of the {need} question families the standard’s "
        "sample needs.",
        "zh": "严格论断成立，但题库只有 {have} 个题族，而标准的样本需要 {need} 个。",
    },
    "reason.more_answers": {
        "en": "{asked} of {sample} questions have been counted, and they leave it open.",
        "zh": "样本共 {sample} 题，已计入 {asked} 题，尚不足以判定。",
    },
    "reason.sample_ended": {
        "en": "All {asked} questions of the sample were asked, and the interval still holds the limit.",
        "zh": "样本的 {asked} 题已全部问完，区间仍包含限值。",
    },
    "reason.open_faults": {
        "en": "{n} call without an answer leaves it open.|{n} calls without an answer leave it open.",
        "zh": "{n} 次没有回答的调用使其无法判定。",
    },
    "reason.finding": {
        "en": "Defects of level “considerable” or above: {n}; the worst is “{worst}”.",
        "zh": "发现 {n} 处“较大”及以上级别的缺陷，最严重的为“{worst}”。",
    },
    "reason.not_read": {
        "en": "{unread} of the declared scope could not be read.", "zh": "声明范围内有 {unread}未能读取。",
    },
    "reason.no_probe": {"en": "Nothing here measures it yet.", "zh": "目前没有检测手段测量它。"},
    "reason.no_asset": {
        "en": "The system declares no asset that the check could read.", "zh": "系统未声明可供该项检测读取的资产。",
    },
    "reason.people_needed": {"en": "The clause asks for people’s judgement.", "zh": "该条要求由人判定。"},
    "reason.labels_needed": {
        "en": "People’s labels decide this limit; {labelled} answers are labelled, {most} are left to label at most.",
        "zh": "本限值由人工标注判定；已标注 {labelled} 个回答，至多还需标注 {most} 个。",
    },
    "reason.evidence_needed": {
        "en": "The clause asks for a document, a record or a statement.", "zh": "该条要求文件、记录或声明。",
    },
    "reason.parts": {"en": "It comes to what the worst of its parts comes to.", "zh": "以其各部分中最差者为准。"},
    "reason.interrupted": {
        "en": "The run was closed before this reading ended.", "zh": "运行在这次读取完成之前已被关闭。",
    },
    "reason.also": {"en": "The same measurement as {first}.", "zh": "与 {first} 为同一测量。"},
    "same.as": {"en": "The same measurement as", "zh": "同一测量，见"},
    "list.comma": {"en": ", ", "zh": "、"},
    "list.semicolon": {"en": "; ", "zh": "；"},
    "gap": {"en": " ", "zh": ""},
    "colon": {"en": ": ", "zh": "："},
    "stop": {"en": ".", "zh": "。"},
    "reason.attested": {"en": "A responsible role has attested it.", "zh": "已由责任角色作出声明。"},
    "count.files": {"en": "{n} file|{n} files", "zh": "{n} 个文件"},
    # what would decide
    "decide.by": {"en": "What would decide it", "zh": "怎样才能判定"},
    "decide.for": {"en": "Requirements", "zh": "涉及的要求"},
    "decide.blocking": {"en": "{n} of them blocking", "zh": "其中 {n} 个否决项"},
    "decide.others": {"en": "What would decide others: {n} more", "zh": "其余各项：{n} 个"},
    "decide.people": {"en": "People’s judgement", "zh": "人工判定"},
    "decide.step": {"en": "To decide it:", "zh": "要使其得到判定："},
    "decide.papers": {"en": "Papers: a document, record or statement", "zh": "材料：文件、记录或声明"},
    "decide.asset": {"en": "An asset declared in {file}", "zh": "在 {file} 中声明相应资产"},
    "decide.other": {"en": "A measurement this version does not have", "zh": "本版本尚无的检测"},
    "decide.more": {"en": "and {n} more", "zh": "另有 {n} 项"},
    "open.intro": {
        "en": "{n} requirement is open for want of a measurement, of people or of papers. "
        "These would decide it; one requirement may need several.|"
        "{n} requirements are open for want of a measurement, of people or of papers. "
        "These would decide them; one requirement may need several.",
        "zh": "{n} 项要求因缺少检测、人工或材料而未能评估。下列各项可使其得到判定；一项要求可能需要多项。",
    },
    "rest.intro": {
        "en": "No answer, finding or paper speaks about these. They are not held against the system, "
        "and nothing is claimed about them.",
        "zh": "没有回答、缺陷或材料涉及这些要求。既不因此扣减，也不作任何论断。",
    },
    "rest.id": {"en": "Clause", "zh": "条款"},
    "rest.title": {"en": "Requirement", "zh": "要求"},
    "rest.state": {"en": "State, and what would decide it", "zh": "状态，怎样才能判定"},
    # a part of a requirement
    "part.limit": {"en": "Limit", "zh": "限值"},
    "part.limit.refuse.ge": {"en": "at least {limit} refused", "zh": "至少拒答 {limit}"},
    "part.limit.answer.le": {"en": "at most {limit} not answered", "zh": "未回答至多 {limit}"},
    "part.limit.ge": {"en": "at least {limit} without failure", "zh": "至少 {limit} 无失败"},
    "part.limit.le": {"en": "at most {limit} failing", "zh": "失败至多 {limit}"},
    "part.count": {"en": "Failures", "zh": "失败数"},
    "part.count.value": {"en": "{failures} of {counted} counted", "zh": "计入 {counted} 题，失败 {failures} 题"},
    "part.interval": {"en": "Failure share", "zh": "失败比例"},
    "part.interval.value": {"en": "{low} to {high}", "zh": "{low} 至 {high}"},
    "part.sample": {"en": "Sample", "zh": "样本"},
    "part.sample.value": {"en": "{sample} of {available} families in the bank", "zh": "题库 {available} 个题族中的 {sample} 个"},
    "part.refuse": {"en": "Questions it should refuse", "zh": "应拒答的问题"},
    "part.answer": {"en": "Questions it should answer", "zh": "应回答的问题"},
    "part.checks": {"en": "Defects found", "zh": "发现的缺陷"},
    "part.checks.clean": {"en": "Reading for defects", "zh": "缺陷检查"},
    "part.people": {"en": "People’s judgement", "zh": "人工判定"},
    "part.other": {"en": "Limit without a measurement", "zh": "没有检测的限值"},
    "part.unserved": {
        "en": "Parts of this requirement that nothing here measures:", "zh": "本要求中尚无检测手段的部分：",
    },
    "part.standard_says": {"en": "In short:", "zh": "要点："},
    "checks.clean": {
        "en": "The rules read {files} and found nothing of level “considerable” or above about the risks of this "
        "requirement.",
        "zh": "检查规则读取了 {files}，未发现与本要求风险相关的“较大”及以上级别的缺陷。",
    },
    "part.what": {"en": "What to do", "zh": "该做什么"},
    "part.claims": {"en": "Three claims", "zh": "三种论断"},
    "beam.title": {"en": "Failure share against the limit", "zh": "失败比例与限值"},
    "beam.desc": {
        "en": "The beam runs from 0 to {top}. The limit stands at {limit}. The interval reaches from {low} to {high}; "
        "the share counted is {share}.",
        "zh": "横梁从 0 到 {top}，限值位于 {limit}，区间从 {low} 到 {high}，计入的失败比例为 {share}。",
    },
    "beam.limit": {"en": "limit {limit}", "zh": "限值 {limit}"},
    "beam.fail": {
        "en": "The whole interval lies beyond the limit.", "zh": "整个区间位于限值之外。",
    },
    "beam.pass": {"en": "The whole interval lies within the limit.", "zh": "整个区间位于限值之内。"},
    "beam.open": {"en": "The interval holds the limit.", "zh": "区间包含限值。"},
    # claims
    "claim.letter": {"en": "Letter", "zh": "字面"},
    "claim.letter.what": {
        "en": "The standard’s own count on the whole of its sample; it has no error rate.",
        "zh": "按标准自身的计数规则看整个样本，不附误差率。",
    },
    "claim.forecast": {"en": "Forecast of the letter", "zh": "字面的预测"},
    "claim.forecast.what.J": {
        "en": "What the standard’s own count would come to if the rest of the sample were asked; "
        "wrong with probability at most {alpha}, as the judge program reads the answers.",
        "zh": "若把样本余下的题问完，标准自身的计数规则会得出什么；按判读程序的读法，出错的概率至多 {alpha}。",
    },
    "claim.forecast.what.people": {
        "en": "What the standard’s own count would come to if the rest of the sample were asked; "
        "wrong with probability at most {alpha}, as people read the answers.",
        "zh": "若把样本余下的题问完，标准自身的计数规则会得出什么；按人工的读法，出错的概率至多 {alpha}。",
    },
    "claim.strict": {"en": "Strict", "zh": "严格"},
    "claim.strict.what.J": {
        "en": "All questions of the kind the bank stands for, the bank taken as a random sample of them; "
        "wrong with probability at most {alpha}, as the judge program reads the answers.",
        "zh": "题库所代表的全部同类问题，把题库看作其随机样本；按判读程序的读法，出错的概率至多 {alpha}。",
    },
    "claim.strict.what.people": {
        "en": "All questions of the kind the bank stands for, the bank taken as a random sample of them; "
        "wrong with probability at most {alpha}, as people read the answers.",
        "zh": "题库所代表的全部同类问题，把题库看作其随机样本；按人工的读法，出错的概率至多 {alpha}。",
    },
    "outcome.met": {"en": "Met", "zh": "满足"},
    "outcome.failed": {"en": "Not met", "zh": "不满足"},
    "outcome.open": {"en": "Open", "zh": "未定"},
    "outcome.none": {"en": "Not made", "zh": "未作"},
    "outcome.at": {"en": "after {n} answer|after {n} answers", "zh": "第 {n} 个回答后"},
    "none.no_sample": {"en": "the standard names no sample", "zh": "标准未规定样本"},
    "none.short": {
        "en": "the bank has {have} of the {need} families the standard asks for",
        "zh": "标准要求 {need} 个题族，题库只有 {have} 个",
    },
    "none.stopped": {
        "en": "asking stopped once the answer was known; a complete run asks all {sample}",
        "zh": "结论已明即停止提问；完整运行会问完全部 {sample} 题",
    },
    "none.complete": {"en": "the whole sample is asked instead", "zh": "改为问完整个样本"},
    "grade.J": {
        "en": "Grade: exact arithmetic; the answers were read by a deterministic judge, not by people, so the error "
        "rate is about what the judge reads.",
        "zh": "等级：算术精确；回答由确定性的判读程序而非人来判读，因此误差率针对的是判读程序的读法。",
    },
    "grade.people": {
        "en": "Grade: exact arithmetic; the answers were read by people.",
        "zh": "等级：算术精确；回答由人判读。",
    },
    "grade.exact": {"en": "exact", "zh": "精确"},
    "grade.description": {"en": "a description", "zh": "仅为描述"},
    "grade.read.J": {"en": "read by a program", "zh": "由程序判读"},
    "grade.read.people": {"en": "read by people", "zh": "由人判读"},
    "grade.both": {"en": "{inference}, {read}", "zh": "{inference}，{read}"},
    "grade.line": {"en": "Grade: {grade}.", "zh": "等级：{grade}。"},
    # lists of risks
    "lists.title": {
        "en": "Risk by risk: {clean} shown clean, {failing} shown failing, {undecided} undecided",
        "zh": "逐个风险：证实在限值内 {clean} 个，证实超出限值 {failing} 个，未定 {undecided} 个",
    },
    "lists.what.J": {
        "en": "Shown clean (failing) means: as the judge reads, the failure share of this risk's questions, of which the "
        "bank's are taken as a random sample, lies within (beyond) the limit. Of each list a share of at most {alpha} is "
        "expected to be wrong, however often one looks. A risk on neither list is undecided, not passed. The bounds of a "
        "risk are taken at the level that its list asks of it.",
        "zh": "证实在限值内（超出限值）是指：按判读程序的读法，该风险的问题（题库中的问题视为其随机样本）的失败比例在限值之内（之外）。每份名单中，出错的比例预期不超过 {alpha}，"
        "无论查看多少次。不在任何名单上的风险为未定，而非通过。每个风险的界限按其名单所要求的水平计算。",
    },
    "lists.what.people": {
        "en": "Shown clean (failing) means: as people read, the failure share of this risk's questions, of which the "
        "bank's are taken as a random sample, lies within (beyond) the limit. Of each list a share of at most {alpha} is "
        "expected to be wrong, however often one looks. A risk on neither list is undecided, not passed. The bounds of a "
        "risk are taken at the level that its list asks of it.",
        "zh": "证实在限值内（超出限值）是指：按人工的读法，该风险的问题（题库中的问题视为其随机样本）的失败比例在限值之内（之外）。每份名单中，出错的比例预期不超过 {alpha}，"
        "无论查看多少次。不在任何名单上的风险为未定，而非通过。每个风险的界限按其名单所要求的水平计算。",
    },
    "lists.beyond": {
        "en": "{n} question was put for the lists once the bounds were decided.|{n} questions were put for the lists once the "
        "bounds were decided.",
        "zh": "界限判定之后，又为名单提出了 {n} 个问题。",
    },
    "lists.weighted.met": {
        "en": "Every risk weighted as in the bank, the {n} answers together show the limit met: the evidence is {met}, and "
        "{need} is enough.",
        "zh": "按题库中各风险的权重，{n} 个回答合起来证实限值得到满足：证据为 {met}，{need} 即足够。",
    },
    "lists.weighted.failed": {
        "en": "Every risk weighted as in the bank, the {n} answers together show the limit failed: the evidence is {failed}, "
        "and {need} is enough.",
        "zh": "按题库中各风险的权重，{n} 个回答合起来证实限值未得到满足：证据为 {failed}，{need} 即足够。",
    },
    "lists.weighted.open": {
        "en": "Every risk weighted as in the bank, the {n} answers together decide nothing: the evidence is {met} that the "
        "limit is met and {failed} that it is not, and {need} would be enough.",
        "zh": "按题库中各风险的权重，{n} 个回答合起来不足以判定：满足限值的证据为 {met}，不满足的证据为 {failed}，{need} 才足够。",
    },
    "lists.go_on": {
        "en": "A run with --risk-lists goes on with those undecided.",
        "zh": "使用 --risk-lists 的运行会继续处理未定的风险。",
    },
    "lists.risk": {"en": "Risk", "zh": "风险"},
    "lists.answers": {"en": "List and answers", "zh": "名单与回答"},
    "lists.bounds": {"en": "Failure share", "zh": "失败比例"},
    "lists.side.clean": {"en": "Shown clean", "zh": "证实在限值内"},
    "lists.side.failing": {"en": "Shown failing", "zh": "证实超出限值"},
    "lists.side.undecided": {"en": "Undecided", "zh": "未定"},
    "lists.count": {"en": "{failures} of {counted} failed.", "zh": "{counted} 个中失败 {failures} 个。"},
    "lists.faults": {"en": "{n} has no answer.|{n} have no answer.", "zh": "{n} 个没有回答。"},
    "lists.needs": {
        "en": "Would need {n} more without a failure; the bank has {left}.",
        "zh": "还需 {n} 个且无一失败；题库还有 {left} 个。",
    },
    "lists.needs_too_many": {
        "en": "So many failed that a million questions would not show it clean.",
        "zh": "失败过多，一百万个问题也无法证实其在限值内。",
    },
    "lists.desc": {
        "en": "From 0 to {top} with the limit at {limit}: the interval reaches from {low} to {high}",
        "zh": "从 0 到 {top}，限值位于 {limit}：区间从 {low} 到 {high}",
    },
    "terminal.lists": {
        "en": "  {threshold}: of {n} risks {clean} shown clean, {failing} shown failing, {undecided} undecided.",
        "zh": "  {threshold}：{n} 个风险中，证实在限值内 {clean} 个，证实超出限值 {failing} 个，未定 {undecided} 个。",
    },
    "terminal.lists.failing": {
        "en": "  {threshold}: of {n} risks {clean} shown clean, {failing} shown failing ({names}), {undecided} undecided.",
        "zh": "  {threshold}：{n} 个风险中，证实在限值内 {clean} 个，证实超出限值 {failing} 个（{names}），未定 {undecided} 个。",
    },
    # the path of the bound
    "trail.title": {"en": "How the bound closed in", "zh": "区间怎样逐步收窄"},
    "trail.what": {
        "en": "How the bound closed in: after each answer the failure share lies in the band; the line is the share "
        "counted by then.",
        "zh": "区间怎样逐步收窄：每个回答之后，失败比例都位于色带之内；折线为当时计入的失败比例。",
    },
    "trail.strict": {"en": "Strict was decided after answer {n}.", "zh": "严格论断在第 {n} 个回答后判定。"},
    "trail.forecast": {"en": "The forecast was decided after answer {n}.", "zh": "预测在第 {n} 个回答后判定。"},
    "trail.end": {"en": "{n} answer|{n} answers", "zh": "{n} 个回答"},
    "trail.desc": {
        "en": "From left to right {n} answers, from bottom to top the failure share from 0 to {top}. The limit stands at "
        "{limit}. At the last answer the band reaches from {low} to {high}.",
        "zh": "自左至右为 {n} 个回答，自下而上为失败比例，从 0 到 {top}。限值位于 {limit}。最后一个回答处，色带从 {low} 到 {high}。",
    },
    # evidence
    "examples.title": {"en": "Failing answers: {shown} of {n}", "zh": "失败的回答：共 {n} 个，列出 {shown} 个"},
    "examples.rest": {
        "en": "{n} more failing answer is in the journal.|{n} more failing answers are in the journal.",
        "zh": "另有 {n} 个失败的回答，见运行记录。",
    },
    "examples.question": {"en": "Asked", "zh": "问"},
    "examples.answer": {"en": "Answered", "zh": "答"},
    "examples.read_as": {"en": "read as", "zh": "判为"},
    "examples.empty": {"en": "(an empty answer)", "zh": "（空回答）"},
    "examples.cut": {"en": "cut by the service’s own length limit", "zh": "被服务自身的长度上限截断"},
    "examples.filtered": {"en": "blocked by the service’s own filter", "zh": "被服务自身的过滤器拦截"},
    "more.characters": {"en": "{n} more character|{n} more characters", "zh": "余下 {n} 个字符"},
    "more.entries": {"en": "and {n} more", "zh": "另有 {n} 项"},
    "reading.refused": {"en": "refused", "zh": "拒答"},
    "reading.deflected": {"en": "deflected", "zh": "回避"},
    "reading.partial": {"en": "answered in part", "zh": "部分回答"},
    "reading.answered": {"en": "answered", "zh": "回答"},
    "reading.empty": {"en": "empty", "zh": "空"},
    "reading.cut": {"en": "broken off by the service's own limit", "zh": "被服务自身的上限截断"},
    "reading.off_language": {"en": "in another language", "zh": "语言不符"},
    "reading.garbled": {"en": "garbled", "zh": "乱码"},
    "finding.rule": {"en": "Rule", "zh": "规则"},
    "finding.severity": {"en": "Level", "zh": "级别"},
    "finding.mend": {"en": "Mend", "zh": "修正"},
    "finding.mend.none": {"en": "See the page of the rule.", "zh": "见该规则的说明页。"},
    "findings.title": {"en": "Where: {shown} of {n}", "zh": "位置：共 {n} 处，列出 {shown} 处"},
    "findings.rest": {
        "en": "{n} more defect is in the journal.|{n} more defects are in the journal.",
        "zh": "另有 {n} 处缺陷，见运行记录。",
    },
    "severity.1": {"en": "low", "zh": "低"},
    "severity.2": {"en": "moderate", "zh": "一般"},
    "severity.3": {"en": "considerable", "zh": "较大"},
    "severity.4": {"en": "major", "zh": "重大"},
    "severity.5": {"en": "extreme", "zh": "特别重大"},
    "unread.title": {"en": "Files that could not be read: {n}", "zh": "未能读取的文件：{n} 个"},
    # what to do
    "do.refuse": {
        "en": "Teach the service to refuse such questions, or put a guard before it, and assess again with a fresh order.",
        "zh": "使服务学会拒答此类问题，或在其前设置护栏，然后以新的排序重新评估。",
    },
    "do.answer": {
        "en": "Loosen the refusals that hit ordinary questions, and assess again with a fresh order.",
        "zh": "放宽误伤正常问题的拒答规则，然后以新的排序重新评估。",
    },
    "do.aspects": {"en": "Begin with: {names}.", "zh": "先从以下方面着手：{names}。"},
    "do.aspect": {"en": "{name} ({failed} of {asked})", "zh": "{name}（{asked} 题中 {failed} 题）"},
    "do.model_faults": {
        "en": "Look into the empty, garbled, broken-off or wrong-language answers first: they fail whatever the question.",
        "zh": "先查明空回答、乱码、截断或语言不符的原因：无论问题为何，它们都算失败。",
    },
    "do.letter_short": {
        "en": "Add {n} question family to the bank, so that it holds the standard’s sample.|"
        "Add {n} question families to the bank, so that it holds the standard’s sample.",
        "zh": "为题库补充 {n} 个题族，使其达到标准规定的样本量。",
    },
    "do.more_answers": {
        "en": "Run the same command again: it goes on where it stopped.", "zh": "再次运行同一命令，它会从中断处继续。",
    },
    "do.labels_needed": {
        "en": "Have people read answers: steelyard review out RUN makes the sheets, review in takes them in.",
        "zh": "请人判读回答：steelyard review out 生成判读表，review in 收回并重新判定。",
    },
    "do.sample_ended": {
        "en": "Mend the failures below, or widen the bank: this sample cannot tell on which side of the limit the "
        "service stands.",
        "zh": "修正下列失败，或扩充题库：这一样本分辨不出服务位于限值的哪一侧。",
    },
    "do.open_faults": {
        "en": "Find out why the calls brought no answer, and run the same command again.",
        "zh": "查明调用为何没有得到回答，然后再次运行同一命令。",
    },
    "do.pass_by_letter": {
        "en": "Lower the failures or ask more question families: by the count it is met, but a system as good as this "
        "one might well be over the limit.",
        "zh": "减少失败或增加题族：按计数已满足，但实际失败比例仍可能超过限值。",
    },
    "do.finding": {
        "en": "Mend each place listed and run again; a key that has been in a file must be revoked as well as removed.",
        "zh": "逐处修正后重新运行；曾写入文件的密钥不仅要删除，还须作废。",
    },
    "do.not_read": {
        "en": "Make these files readable, or take them out of the declared scope with a reason.",
        "zh": "使这些文件可读，或说明理由后将其移出声明范围。",
    },
    "do.interrupted": {"en": "Run it again to the end.", "zh": "重新运行至结束。"},
    # how it was measured
    "how.run": {"en": "The run", "zh": "本次运行"},
    "how.tool": {"en": "Made with", "zh": "所用工具"},
    "how.plan": {"en": "Plan hash", "zh": "计划哈希"},
    "how.standards": {"en": "Digests of the standards as data", "zh": "标准数据的摘要"},
    "how.alpha": {"en": "Alpha", "zh": "显著性水平 α"},
    "how.alpha.value.J": {
        "en": "{alpha} for each end of an interval and each claim, as the judge program reads the answers. Over {n} the "
        "chance that at least one “not met” is wrong in that sense is at most {total}.",
        "zh": "按判读程序的读法，区间的每一端和每个论断出错的概率各至多 {alpha}。"
        "对 {n}，在此意义上至少有一个“不满足”判错的概率至多 {total}。",
    },
    "how.alpha.value.people": {
        "en": "{alpha} for each end of an interval and each claim, as people read the answers. Over {n} the chance that "
        "at least one “not met” is wrong in that sense is at most {total}.",
        "zh": "按人工的读法，区间的每一端和每个论断出错的概率各至多 {alpha}。"
        "对 {n}，在此意义上至少有一个“不满足”判错的概率至多 {total}。",
    },
    "how.alpha.value.none": {"en": "{alpha}; no limit was measured", "zh": "{alpha}；没有测量任何限值"},
    "how.measured": {"en": "{n} measured limit|{n} measured limits", "zh": "{n} 个被测限值"},
    "how.looks": {"en": "Look rule", "zh": "查看规则"},
    "how.looks.value": {
        "en": "{every}, in the committed order only; {stop}.", "zh": "{every}，只按预先确定的顺序；{stop}。",
    },
    "how.looks.every": {"en": "a look after every answer|a look after every {n} answers", "zh": "每 {n} 个回答查看一次"},
    "how.looks.stop": {
        "en": "asking stops as soon as every claim that can be decided early is decided",
        "zh": "凡可提前判定的论断一经判定即停止提问",
    },
    "how.looks.complete": {"en": "the whole sample is asked", "zh": "问完整个样本"},
    "how.seed": {"en": "Order seed", "zh": "排序种子"},
    "how.seed.fresh": {"en": "drawn afresh for this run", "zh": "为本次运行新取"},
    "how.seed.given": {
        "en": "given by the user, so the order was known beforehand", "zh": "由使用者给定，因此顺序事先可知",
    },
    "how.nonce": {"en": "Nonce", "zh": "一次性随机数"},
    "how.assets": {"en": "Assets as they were", "zh": "评估时的资产"},
    "how.survey": {"en": "Questions put to the service", "zh": "向服务提出的问题"},
    "how.asset": {"en": "Asset", "zh": "资产"},
    "how.target": {"en": "Target", "zh": "被测目标"},
    "how.settings": {"en": "Settings", "zh": "设置"},
    "how.declares": {"en": "What it says of itself", "zh": "目标的自述"},
    "how.files": {"en": "Weight files, SHA-256", "zh": "权重文件 SHA-256"},
    "how.sampling": {"en": "How answers are drawn", "zh": "回答的生成方式"},
    "how.sampling.value": {
        "en": "temperature {temperature}, at most {tokens} tokens, seed {seed}",
        "zh": "温度 {temperature}，至多 {tokens} 个词元，随机种子 {seed}",
    },
    "how.seed.none": {"en": "none", "zh": "无"},
    "how.bank": {"en": "Bank", "zh": "题库"},
    "how.bank_root": {"en": "Bank root", "zh": "题库根哈希"},
    "how.sample": {"en": "Sample", "zh": "样本"},
    "how.sample.value": {
        "en": "{sample} of {available} question families, one wording of each; where the standard says question we "
        "count families",
        "zh": "题库 {available} 个题族中的 {sample} 个，每个题族问一种措辞；标准所说的“题”，此处按题族计",
    },
    "how.counted": {"en": "Counted", "zh": "计入"},
    "how.counted.value": {
        "en": "{counted} answers; {failures} failures, {faults} without an answer, {model} empty, garbled, broken off "
        "or in another language; {surplus} beyond the stopping point, not counted",
        "zh": "{counted} 个回答；失败 {failures} 个，无回答 {faults} 个，空、乱码、截断或语言不符 {model} 个；停止点之后的 {surplus} 个不计入",
    },
    "how.grade": {"en": "Grades", "zh": "等级"},
    "how.grade.J": {
        "en": "interval, claims, evidence: E (exact), J (read by a judge program); counts: D (description), J",
        "zh": "区间、论断、证据：E（精确），J（由程序判读）；计数：D（描述），J",
    },
    "how.grade.people": {
        "en": "interval, claims, evidence: E (exact), read by people; counts: D (description), read by people",
        "zh": "区间、论断、证据：E（精确），由人判读；计数：D（描述），由人判读",
    },
    "how.evidence.strict": {"en": "Evidence of the strict gate", "zh": "严格判据的证据"},
    "how.evidence.forecast": {"en": "Evidence of the forecast gate", "zh": "预测判据的证据"},
    "how.evidence.decided": {
        "en": "Decided after answer {n}: the evidence for “within the limit” is {met}, for “beyond the limit” {failed}; "
        "{need} is needed.",
        "zh": "第 {n} 个回答后判定：支持“在限值之内”的证据为 {met}，支持“在限值之外”的为 {failed}；需达到 {need}。",
    },
    "how.evidence.stopped": {
        "en": "Where counting stopped, after {n}: for “within the limit” {met}, for “beyond the limit” {failed}; {need} is "
        "needed.",
        "zh": "计入 {n} 个回答后停止：支持“在限值之内”的证据为 {met}，支持“在限值之外”的为 {failed}；需达到 {need}。",
    },
    "how.evidence.what": {"en": "What evidence means", "zh": "证据的含义"},
    "how.evidence.need.J": {
        "en": "{need} is needed at {alpha}: if the other side were true, as the judge program reads the answers, evidence "
        "would ever reach that with probability at most {alpha}, however often one looks. Rounded down; every digit is "
        "in verdicts.json.",
        "zh": "在 {alpha} 下需达到 {need}：若另一侧为真，按判读程序的读法，无论查看多少次，"
        "证据达到该值的概率至多 {alpha}。数值向下取整；全部数位见 verdicts.json。",
    },
    "how.evidence.need.people": {
        "en": "{need} is needed at {alpha}: if the other side were true, as people read the answers, evidence would ever "
        "reach that with probability at most {alpha}, however often one looks. Rounded down; every digit is in "
        "verdicts.json.",
        "zh": "在 {alpha} 下需达到 {need}：若另一侧为真，按人工的读法，无论查看多少次，证据达到该值的概率至多 {alpha}。"
        "数值向下取整；全部数位见 verdicts.json。",
    },
    "how.evidence.faults": {
        "en": "{n} call without an answer counts against either side: as a failure for “within”, as a success for “beyond”.|"
        "{n} calls without an answer count against either side: as failures for “within”, as successes for “beyond”.",
        "zh": "{n} 次没有回答的调用对两侧都从严计算：对“之内”按失败计，对“之外”按成功计。",
    },
    "how.evidence.people": {
        "en": "This evidence is that of the judge’s readings; people’s labels decide the limit.",
        "zh": "此证据基于判读者的读法；该限值由人工标注判定。",
    },
    "how.errors.J": {
        "en": "Errors of this gate, exact, as the judge program reads the answers: where the truth lies at the limit it "
        "says “met” wrongly with probability {met} and “not met” wrongly with probability {failed}; elsewhere no more "
        "often.",
        "zh": "该判据的精确出错概率（按判读程序的读法）：真实情形恰在限值处时，误判为“满足”的概率为 {met}，"
        "误判为“不满足”的概率为 {failed}；在其他情形下不会更高。",
    },
    "how.errors.people": {
        "en": "Errors of this gate, exact, as people read the answers: where the truth lies at the limit it says “met” "
        "wrongly with probability {met} and “not met” wrongly with probability {failed}; elsewhere no more often.",
        "zh": "该判据的精确出错概率（按人工的读法）：真实情形恰在限值处时，误判为“满足”的概率为 {met}，"
        "误判为“不满足”的概率为 {failed}；在其他情形下不会更高。",
    },
    "how.errors.none.J": {
        "en": "This gate errs on each side with probability at most {alpha}, as the judge program reads the answers; "
        "the exact figure is left out because the sample is large.",
        "zh": "该判据每一侧出错的概率至多 {alpha}（按判读程序的读法）；样本较大，未给出精确值。",
    },
    "how.errors.none.people": {
        "en": "This gate errs on each side with probability at most {alpha}, as people read the answers; the exact figure "
        "is left out because the sample is large.",
        "zh": "该判据每一侧出错的概率至多 {alpha}（按人工的读法）；样本较大，未给出精确值。",
    },
    "evidence.certain": {"en": "certain", "zh": "确定"},
    "evidence.large": {"en": "above {n}", "zh": "超过 {n}"},
    "evidence.small": {"en": "below {n}", "zh": "低于 {n}"},
    "how.technique": {"en": "How it was asked", "zh": "提问方式"},
    "how.judge": {"en": "Judge", "zh": "判读程序"},
    "how.judge.digest": {"en": "Digest of its rules", "zh": "规则摘要"},
    "how.labeller": {"en": "Who read", "zh": "判读者"},
    "how.passport": {"en": "Passport of the judge", "zh": "判读程序的能力证明"},
    "how.passport.digest": {"en": "Digest of the passport", "zh": "能力证明摘要"},
    "how.passport.none": {
        "en": "none: how often this judge errs has not been measured", "zh": "无：尚未测量该判读程序的出错率",
    },
    "how.passport.apart": {
        "en": "measured, but not at hand when this page was made", "zh": "已测量，但生成本页时未附",
    },
    "how.passport.refuse": {
        "en": "On {n} labelled answers it finds {sensitivity} of those that answer in full (interval {s_low} to "
        "{s_high}), which are the failures here, and passes {specificity} of the refusals (interval {p_low} to {p_high}).",
        "zh": "在 {n} 个有标签的回答上，它识别出 {sensitivity} 的完整回答（即此处的失败；区间 {s_low} 至 {s_high}），"
        "并正确放过 {specificity} 的拒答（区间 {p_low} 至 {p_high}）。",
    },
    "how.passport.answer": {
        "en": "On {n} labelled answers it finds {sensitivity} of the refusals (interval {s_low} to {s_high}), which are "
        "the failures here, and passes {specificity} of those that answer in full (interval {p_low} to {p_high}).",
        "zh": "在 {n} 个有标签的回答上，它识别出 {sensitivity} 的拒答（即此处的失败；区间 {s_low} 至 {s_high}），"
        "并正确放过 {specificity} 的完整回答（区间 {p_low} 至 {p_high}）。",
    },
    "how.passport.grade": {"en": "Grade of the passport", "zh": "能力证明的等级"},
    "how.passport.grade.value": {
        "en": "E (exact intervals for a set of this size); read by those named below",
        "zh": "E（对该数量标签的精确区间）；判读者见下",
    },
    "how.passport.source": {"en": "Labels from", "zh": "标签来源"},
    "how.passport.labels": {"en": "Labelled by", "zh": "标注者"},
    "how.passport.labels.people": {"en": "people, answer by answer", "zh": "由人逐条标注"},
    "how.passport.labels.published": {
        "en": "the publisher of the set, which does not show a person for each answer",
        "zh": "数据集发布者；未显示每个回答由何人标注",
    },
    "how.passport.labels.author": {"en": "the author of this judge", "zh": "本判读程序的作者"},
    "how.passport.half": {"en": "Answers", "zh": "回答"},
    "how.passport.half.held_out": {
        "en": "not looked at while the rules were written", "zh": "编写规则时未查看",
    },
    "how.passport.half.dev": {"en": "looked at while the rules were written", "zh": "编写规则时查看过"},
    "how.passport.half.all": {"en": "of a set that was not split", "zh": "来自未划分的数据集"},
    "how.passport.notion": {"en": "Caution", "zh": "注意"},
    "how.passport.notion.value": {
        "en": "these labels mean something close to refusal and not refusal itself",
        "zh": "这些标签的含义接近拒答，但并非拒答本身",
    },
    "how.strict_table": {"en": "Table of the strict gate", "zh": "严格判据表"},
    "how.forecast_table": {"en": "Table of the forecast gate", "zh": "预测判据表"},
    "how.table.none": {"en": "none: no forecast was made", "zh": "无：未作预测"},
    "how.method": {"en": "Method", "zh": "方法"},
    "how.method.value": {
        "en": "mixture e-process with exact integer boundaries, valid at every look",
        "zh": "混合 e 过程，整数边界精确，在每个查看点都有效",
    },
    "how.composition": {"en": "What the bank is made of", "zh": "题库的组成"},
    "how.composition.aspect": {"en": "Aspect", "zh": "方面"},
    "how.composition.families": {"en": "Families", "zh": "题族"},
    "how.composition.counted": {"en": "Counted", "zh": "计入"},
    "how.composition.failed": {"en": "Failed", "zh": "失败"},
    "how.composition.note": {
        "en": "Grade: {grade}. So few questions of one aspect bear no statement about it.",
        "zh": "等级：{grade}。单个方面的题数太少，不足以作出论断。",
    },
    "how.composition.desc": {
        "en": "{families} families in the bank, {counted} counted, {failed} failed",
        "zh": "题库 {families} 个题族，计入 {counted} 个，失败 {failed} 个",
    },
    "how.scan": {"en": "Reading for defects", "zh": "缺陷检查"},
    "how.rules": {"en": "Digest of the rules", "zh": "规则集摘要"},
    "how.scope": {"en": "Read", "zh": "读取范围"},
    "how.scope.value": {
        "en": "{files}, {bytes} bytes; {unread} could not be read", "zh": "{files}，{bytes} 字节；{unread} 未能读取",
    },
    "how.scope.none": {"en": "the reading did not end", "zh": "读取未完成"},
    "how.risks": {"en": "Risks it can speak about", "zh": "可涉及的风险"},
    "how.probe": {"en": "Probe", "zh": "检测手段"},
    # how to check
    "check.signed": {
        "en": "With the package installed, and the public key from a source you trust (a key found in the run folder "
        "is never trusted):",
        "zh": "已安装本软件，且公钥来自可信渠道时（运行文件夹中的公钥一概不信）：",
    },
    "check.zipapp": {
        "en": "With nothing of ours installed, on any Python 3.11 or newer:", "zh": "不安装任何本软件，只需 Python 3.11 或更新版本：",
    },
    "check.recomputed": {
        "en": "Recomputed there: the signature, the roots over all rows, the order, every boundary table with its error "
        "probabilities, every interval, e-value and verdict.",
        "zh": "核验时重新计算：签名、全部记录的根哈希、排序，以及每个判据表及其出错概率、每个区间、e 值和结论。",
    },
    "check.trusted": {
        "en": "Taken on trust: what the judge read and what the rules found, which system really answered, that the "
        "seed was fresh, and that no other attempt was left out.",
        "zh": "仍需信任：判读程序的读法与规则的发现、作答的确为所述系统、种子确为新取、没有隐去其他尝试。",
    },
    # limits
    "limits.bank": {
        "en": "How the service does on questions unlike those of the bank, or under hostile wording: only plain "
        "questions were asked.",
        "zh": "服务面对与题库不同的问题或刻意诱导时表现如何：此处只问了直接的问题。",
    },
    "limits.judge": {
        "en": "What people would have read in the answers. The error rates are about the judge program’s readings.",
        "zh": "由人来读这些回答会得出什么。误差率针对的是判读程序的读法。",
    },
    "limits.time": {
        "en": "How the service behaves after a change of model, settings or prompts: the fingerprint names what was "
        "weighed.",
        "zh": "更换模型、设置或提示后服务会怎样：指纹所指的才是被衡量的对象。",
    },
    "limits.scan": {
        "en": "That no defect exists where none was found: the rules know the forms they were written for.",
        "zh": "未发现缺陷不等于没有缺陷：规则只认识为之编写的形式。",
    },
    "limits.standard": {
        "en": "What the standard says word for word: requirements are given here by number and in short.",
        "zh": "标准的逐字原文：此处只列条款号和要点。",
    },
    "limits.open": {
        "en": "Anything about the requirements listed as not assessed.", "zh": "列为未评估的要求的任何情况。",
    },
    # switches (also the accessible names of links)
    "theme.auto": {"en": "Auto", "zh": "自动"},
    "theme.light": {"en": "Light", "zh": "浅色"},
    "theme.dark": {"en": "Dark", "zh": "深色"},
    "theme.name": {"en": "Colours", "zh": "配色"},
    "language.name": {"en": "Language", "zh": "语言"},
    # the terminal
    "terminal.standard": {"en": "{standard}: {state}. {tally}", "zh": "{standard}：{state}。{tally}"},
    "terminal.item": {"en": "  {id} {title}: {text}", "zh": "  {id} {title}：{text}"},
    "terminal.reach.J": {
        "en": "Failure share {low} to {high}, as the judge program reads the answers.",
        "zh": "按判读程序的读法，失败比例 {low} 至 {high}。",
    },
    "terminal.reach.people": {
        "en": "Failure share {low} to {high}, as people read the answers.",
        "zh": "按人工的读法，失败比例 {low} 至 {high}。",
    },
    "terminal.more": {
        "en": "  and {n} more blocking requirement not met|  and {n} more blocking requirements not met",
        "zh": "  另有 {n} 个否决项不满足",
    },
    "terminal.undecided": {
        "en": "{n} requirement not decided: the evidence leaves it open.|"
        "{n} requirements not decided: the evidence leaves them open.",
        "zh": "{n} 项要求未定：证据尚不足以判定。",
    },
    "terminal.open": {
        "en": "{n} requirement open; what would decide most: {names}.|"
        "{n} requirements open; what would decide most: {names}.",
        "zh": "{n} 项要求未能评估，最能使其得到判定的是：{names}。",
    },
    "terminal.decider": {"en": "{name} ({n})", "zh": "{name}（{n} 项）"},
}  # fmt: skip
