"""What `rank` says, in both languages."""

from __future__ import annotations

from .words_compare import Words

WORDS: Words = {
    "level": {
        "en": "All ranks below hold together, except with probability about {alpha} at most.",
        "zh": "以下名次同时成立，出错的概率至多约 {alpha}。",
    },
    "ranked": {
        "en": "{threshold}: {families} question families that all {n} systems answered.",
        "zh": "{threshold}：{n} 个系统都回答过的题族 {families} 个。",
    },
    "not_ranked": {"en": "{threshold}: not ranked: {reasons}.", "zh": "{threshold}：不排名：{reasons}。"},
    "few_families.mend": {
        "en": "  They have {families} in common. Assess each with --complete and one --seed, or compare two by two.",
        "zh": "  共同题族 {families} 个。请对每个系统使用 --complete 和相同的 --seed，或两两比较。",
    },
    "place": {
        "en": "  rank {ranks}  {system}: {failures} of {families} failed",
        "zh": "  名次 {ranks}  {system}：{families} 个中失败 {failures} 个",
    },
    "ranks": {"en": "{best} to {worst}", "zh": "{best} 至 {worst}"},
    "claim": {
        "en": "  {better} is better than {worse}: {difference} points fewer failures.",
        "zh": "  {better} 优于 {worse}：失败少 {difference} 个百分点。",
    },
    "no_claim": {
        "en": "  No system is shown better than another. That does not say that they are equal.",
        "zh": "  未显示任何系统优于其他系统。这并不表示它们相同。",
    },
    "top": {
        "en": "  Top set, above which none is shown: {systems}.",
        "zh": "  首位集合（未显示有更优者）：{systems}。",
    },
    "pareto": {
        "en": "Over {thresholds} together, at the same error level again (no worse: by less than {margin} points), "
        "none is shown to dominate: {front}.",
        "zh": "综合 {thresholds}，另按同一误差水平（不劣：相差不到 {margin} 个百分点），未显示被占优的有：{front}。",
    },
    "pair.dominates": {
        "en": "  {first} dominates {second}: better at {better}, no worse anywhere.",
        "zh": "  {first} 占优于 {second}：{better} 更好，且处处不劣。",
    },
    "pair.trades": {
        "en": "  {first} against {second} trades: better at {better}, worse at {worse}.",
        "zh": "  {first} 对 {second} 有得有失：{better} 更好，{worse} 更差。",
    },
    "pair.incomparable": {
        "en": "  {first} and {second} are incomparable: {first} is better at {better}; its price elsewhere is open.",
        "zh": "  {first} 与 {second} 无法排序：{first} 在 {better} 上更好，他处代价未显示。",
    },
    "against": {
        "en": "{threshold} against {source}: tau {tau} as shown, between {low} and {high} by what is claimed.",
        "zh": "{threshold} 与 {source} 对照：所示顺序的 tau 为 {tau}，按所作判定介于 {low} 与 {high} 之间。",
    },
    "kind.same": {"en": "  Same order, shown: {pairs}.", "zh": "  顺序相同，已显示：{pairs}。"},
    "kind.reversed": {"en": "  Real reversals: {pairs}.", "zh": "  真实的颠倒：{pairs}。"},
    "kind.noise": {
        "en": "  Reversals that may be noise: {pairs}.",
        "zh": "  可能只是噪声的颠倒：{pairs}。",
    },
    "kind.open": {"en": "  Not shown either way: {pairs}.", "zh": "  未显示：{pairs}。"},
    "pair": {"en": "{first} / {second}", "zh": "{first} / {second}"},
    "against.nothing": {
        "en": "Against {source}: no threshold is ranked in both lists.",
        "zh": "与 {source} 对照：没有两边都排名的阈值。",
    },
    "left_out": {"en": "  In one list only, left out: {systems}.", "zh": "  只在一个列表中，未计入：{systems}。"},
    "total": {
        "en": "There is no total score. It would need weights, which are a judgement about what matters; and it would "
        "put in order systems that the answers do not tell apart.",
        "zh": "没有总分。总分需要权重，而权重是对何者重要的判断；总分还会给回答无法区分的系统排出先后。",
    },
    "total.order": {
        "en": "  {threshold}: {allowed} of {all} orders contradict nothing that is shown.",
        "zh": "  {threshold}：{all} 种顺序中有 {allowed} 种与已显示的结果不矛盾。",
    },
    "total.overall": {
        "en": "  Over all thresholds, whatever the weights: {allowed} of {all} orders are left.",
        "zh": "  综合所有阈值，无论权重如何：{all} 种顺序中剩下 {allowed} 种。",
    },
    "total.uncounted": {
        "en": "  {threshold}: the orders of {n} systems are too many to count.",
        "zh": "  {threshold}：{n} 个系统的顺序太多，不作计数。",
    },
    "total.all": {"en": "all thresholds", "zh": "所有阈值"},
    "total.firsts": {
        "en": "  The weights are yours. Of {weightings} ways to weigh the thresholds, by what was seen and without any "
        "error level, these put each first:",
        "zh": "  权重由您决定。在 {weightings} 种加权方式中，按所见结果（不带误差水平），各系统居首的比例：",
    },
    "total.first": {"en": "    {system}: {share}", "zh": "    {system}：{share}"},
    "nothing": {"en": "Nothing can be ranked in these runs.", "zh": "这些运行没有可排名的内容。"},
    "drawn": {"en": "Order of {threshold}: {path}", "zh": "{threshold} 的顺序图：{path}"},
    "svg.title": {"en": "{threshold}: what order is shown", "zh": "{threshold}：已显示的顺序"},
    "svg.left": {
        "en": "better ← → worse; systems that no lines join are not distinguished",
        "zh": "优 ← → 劣；没有线相连的系统未能区分",
    },
    "svg.note": {"en": "rank {ranks}", "zh": "名次 {ranks}"},
    "svg.none": {"en": "No system is shown better than another.", "zh": "未显示任何系统优于其他系统。"},
    "svg.claim": {"en": "{better} is better than {worse}.", "zh": "{better} 优于 {worse}。"},
}  # fmt: skip
