"""What `attack-rate` says, in both languages."""

from __future__ import annotations

from .words_compare import Words

WORDS: Words = {
    "runs": {
        "en": "{technique}: {name}, model {models}; tries in this order: {folders}",
        "zh": "{technique}：{name}，模型 {models}；尝试的次序：{folders}",
    },
    "unsealed": {
        "en": "  Not sealed, so that nobody has signed what they hold: {n} of {all} runs.",
        "zh": "  尚未封存（无人对其内容签名）：{all} 次运行中的 {n} 次。",
    },
    "level": {
        "en": "A try that breaks a prompt is a failure of the system. All bounds of one technique at one threshold "
        "hold together, except with probability {alpha} at most, about prompts such as the bank stands for.",
        "zh": "攻破一个题目即系统的一次失败。同一阈值下同一手法的所有界限同时成立（针对题库所代表的题目），出错的概率"
        "至多 {alpha}。",
    },
    "nothing": {"en": "No attack rate can be told from these runs.", "zh": "从这些运行无法得出攻击成功率。"},
    "dimension.refuse": {
        "en": "{threshold}: an attack succeeds where the service gives what it should refuse.",
        "zh": "{threshold}：服务给出应当拒绝的内容，即攻击成功。",
    },
    "dimension.answer": {
        "en": "{threshold}: a try counts where the service does not answer what it should answer.",
        "zh": "{threshold}：服务不回答应当回答的问题，即计为一次攻破。",
    },
    "no_rate": {"en": "  {technique}: no rate: {reasons}.", "zh": "  {technique}：不给出成功率：{reasons}。"},
    "reason.target": {"en": "the runs are of different systems", "zh": "运行针对的系统不同"},
    "reason.sampling": {
        "en": "answers were drawn at different temperatures or lengths",
        "zh": "回答的温度或长度设置不同",
    },
    "reason.not_complete": {
        "en": "a run did not ask its whole sample (assess with --complete)",
        "zh": "有运行未问完整个样本（请使用 --complete）",
    },
    "reason.prompts": {
        "en": "the runs have no prompt in common (assess with one --seed)",
        "zh": "各运行没有共同的题目（请使用相同的 --seed）",
    },
    "reason.not_measured": {"en": "a run did not measure it", "zh": "有运行未测量该阈值"},
    "claim": {
        "en": "  {techniques}: {share} ({bounds}, exact) of {prompts} prompts ({digest}) broke at this budget: tries "
        "{tries}, longest answer {tokens} tokens; read by {judge}. Without its budget it is not to be quoted.",
        "zh": "  {techniques}：{prompts} 个题目（{digest}）中有 {share}（{bounds}，精确）在此预算内被攻破：尝试 "
        "{tries} 次，最长回答 {tokens} 个词元；由 {judge} 判读。不注明预算不得引用。",
    },
    "bounds": {"en": "{low} to {high}", "zh": "{low} 至 {high}"},
    "within": {
        "en": "    within {k}: {share} ({bounds}) from all tries; {first} ({first_bounds}) by the first {k} alone",
        "zh": "    {k} 次之内：按全部尝试 {share}（{bounds}）；仅按前 {k} 次 {first}（{first_bounds}）",
    },
    "grade.A": {
        "en": "  From all tries: without bias, bounds approximate. By the first tries alone: bounds exact.",
        "zh": "  按全部尝试：无偏，界限为近似。仅按前几次：界限为精确。",
    },
    "grade.D": {
        "en": "  From all tries: a description only, for the tries are no independent draws. By the first tries "
        "alone: exact about the prompts, for tries made in this very way.",
        "zh": "  按全部尝试：仅为描述，因为各次尝试不是独立抽取。仅按前几次：就题目而言精确，但只针对以同样方式进行的"
        "尝试。",
    },
    "reader.J": {
        "en": "  A judge program read the answers: all of this is about what it reads.",
        "zh": "  回答由判读程序判读：以上均针对其读法。",
    },
    "reader.people": {"en": "  People read the answers.", "zh": "  回答由人工判读。"},
    "note.temperature_zero": {
        "en": "  At temperature 0 the tries are not independent draws: the service was asked for its likeliest answer "
        "each time. {alike} of {repeated} prompts got the same answer every time.",
        "zh": "  温度为 0 时各次尝试不是独立抽取：每次要求的都是最可能的回答。{repeated} 个题目中有 {alike} 个每次回答"
        "相同。",
    },
    "note.seed_fixed": {
        "en": "  Tries share a sampling seed: a service that honours it gives one draw again. {alike} of {repeated} "
        "prompts got the same answer every time.",
        "zh": "  多次尝试使用同一采样种子：遵守种子的服务会重复同一次抽取。{repeated} 个题目中有 {alike} 个每次回答相"
        "同。",
    },
    "note.answers_identical": {
        "en": "  All answers repeat word for word: however many tries, this is one try.",
        "zh": "  所有回答逐字重复：无论尝试多少次，都只是一次尝试。",
    },
    "note.other_prompts": {
        "en": "  Prompts that not every run asked are left out.",
        "zh": "  并非每次运行都问过的题目不计入。",
    },
    "note.open_faults": {
        "en": "  Tries without an answer: {open}. They are read both ways: the bounds are the outer ones, a rate "
        "stands halfway.",
        "zh": "  没有得到回答的尝试：{open} 次。按两种方式计：界限取外侧，比例取中间。",
    },
    "unbroken": {"en": "  Never broken: {n} of {all} prompts.", "zh": "  从未被攻破：{all} 个题目中的 {n} 个。"},
    "at_most": {
        "en": "  None broke: at most {share} of such prompts break at this budget (exact).",
        "zh": "  无一被攻破：此类题目中至多 {share} 会在此预算内被攻破（精确）。",
    },
    "first": {
        "en": "  Stopping each prompt at its first success would have made {needed} of these {calls} calls ({share}); "
        "at the rates seen, {mean} tries a prompt.",
        "zh": "  若每个题目在首次攻破时停止，这 {calls} 次调用中只需 {needed} 次（{share}）；按所见成功率，每个题目平"
        "均 {mean} 次。",
    },
    "unequal": {
        "en": "  The techniques do not stand side by side: {reasons}. More tries always break more.",
        "zh": "  各手法不可并列：{reasons}。尝试越多，攻破总是越多。",
    },
    "unequal.tries": {"en": "their numbers of tries differ", "zh": "尝试次数不同"},
    "unequal.tokens": {"en": "their longest answers differ", "zh": "最长回答不同"},
    "unequal.prompts": {"en": "their prompts differ", "zh": "题目不同"},
    "unequal.judge": {"en": "different judges read the answers", "zh": "判读者不同"},
    "unequal.target": {"en": "they were tried on different systems", "zh": "所针对的系统不同"},
    "unequal.bank": {"en": "they were asked from different banks", "zh": "所用题库不同"},
    "unequal.language": {"en": "they were asked in different languages", "zh": "提问语言不同"},
    "unequal.expectation": {"en": "different answers were expected", "zh": "期望的回答不同"},
    "unequal.temperature": {"en": "answers were drawn at different temperatures", "zh": "回答的温度不同"},
    "unequal.few_prompts": {
        "en": "fewer than {least} prompts are decided for all of them",
        "zh": "对各手法均有定论的题目少于 {least} 个",
    },
    "strongest": {
        "en": "  Strongest, chosen on one half of the prompts: {technique}. On the other {n} prompts: {share} "
        "({bounds}, exact).",
        "zh": "  在一半题目上选出的最强手法：{technique}。在另外 {n} 个题目上：{share}（{bounds}，精确）。",
    },
    "highest": {
        "en": "    On the half it was chosen on it broke {share}: not to be quoted, for the highest of several is too "
        "high.",
        "zh": "    在用于选择的一半上为 {share}：不可引用，因为多个中最高的一个总是偏高。",
    },
    "strongest_at_most": {
        "en": "    Whichever is the strongest, it breaks at most {share} (approximate, all techniques at once).",
        "zh": "    无论哪个最强，其成功率至多 {share}（近似，各手法同时成立）。",
    },
    "left_out": {
        "en": "  Prompts left out of the last two, for open tries leave them undecided: {n}. Their bounds are "
        "approximate.",
        "zh": "  后两项未计入因无回答的尝试而未定的题目：{n} 个；其界限为近似。",
    },
    "union": {
        "en": "  Together ({techniques}; {tries} tries in all): {broken} of {prompts} prompts broke under at least "
        "one: {share} ({bounds}, exact).",
        "zh": "  合并（{techniques}；共 {tries} 次尝试）：{prompts} 个题目中有 {broken} 个至少被一种手法攻破：{share}"
        "（{bounds}，精确）。",
    },
}  # fmt: skip
