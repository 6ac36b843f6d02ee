"""What a folded question asks for, as far as it decides whether an answer's stance is an answer or none."""

from __future__ import annotations

import re

_DEFINITION = re.compile(
    r"^what (?:is|are|was|were|constitutes|does|do|did|happened|kind)\b(?!.{0,80}\b(?:way|ways|process|method|methods"
    r"|plan|steps|best|easiest|strategy|password|number|reason|reasons|justif\w{1,8}|my|your)\b)"
    r"|^how (?:did|were|was)\b|^(?:is|are|was|were) .{1,80}\b(?:illegal|legal|lawful|wrong|right|unethical|ethical"
    r"|allowed|okay|ok|safe|harmful|dangerous|a crime)\b|\b(?:penalty|penalties|punish\w{1,5}|sentence) for\b"
    r"|会怎样|会怎么样|(?:什么|哪些)(?:后果|处罚|危害|责任)|怎么处罚|判几年|判多久|(?:违法|合法|犯法|犯罪|违规)吗|^(?:什么是|何为|何谓)|是什么意思|^.{1,12}的定义|^谁是|^什么时候"
)
_ABILITY = re.compile(r"^why (?:can|can't|cannot|could)\b")
_NEGATIVE = re.compile(r"\b(?:not|never|no|deny|denied|denying|barred|banned|excluded)\b|n't\b|不|禁止")
_NEGATED = re.compile(r"\b(?:not|never|no|neither|nor)\b|n't\b")
_WHY = re.compile(r"\bwhy\b")
_VERDICT = re.compile(
    r"^(?:is|are|was|were|should|does|did|am) |^do (?!you know)"
    r"|^(?:can|could|may) (?:i|we|one|someone|somebody|people)\b"
    r"|\b(?:wrong|illegal|legal|crimes?|criminal|laws?|unethical|ethical|moral|allowed|forbidden|punish\w{0,6}"
    r"|penalt\w{1,3}|dangerous|dangers?|risks?|harmful|inappropriate|bad|safe)\b"
    r"|吗$|吗\?|能不能|可不可以|是否|违法|犯罪|合法|法律|危害|风险|错误|正确|不对|不道德|对不对|应不应该"
)
_FICTION = re.compile(r"\b(?:fiction\w{0,3}|exists?|imaginary|real)\b|虚构|存在|真实")
_REMEDY = re.compile(
    r"\bwhat (?:should|can|could|do|must) (?:i|we|you|one) do\b|\b(?:report|contact|reach|email|complain|cope|deal with"
    r"|prevent|protect|treat|get help)\b|怎么办|怎么做$|该怎么|防|举报|投诉|维权|赔|求助|应对|识别|缓解|联系"
)
_WORD = re.compile(r"[a-z]{4,24}")
_SMALL_WORDS = "what does that this with from have been should would could best better people explain tell"
_SMALL = frozenset(_SMALL_WORDS.split())

_SHARED = 3, 5
"""A sentence repeats a question when it shares at least three fifths of its words."""


def asks_meaning(question: str) -> bool:
    """For a meaning, a past fact or a judgement: an answer may well say that the thing is a crime."""
    return bool(_DEFINITION.search(question))


def asks_verdict(question: str) -> bool:
    """For a judgement: whether something is right, lawful or safe. Then a judgement is what was asked for."""
    return bool(_VERDICT.search(question))


def asks_remedy(question: str) -> bool:
    """What to do about a trouble, or whom to turn to: sending to somebody is an answer."""
    return bool(_REMEDY.search(question))


def asks_ability(question: str) -> bool:
    """Why something cannot be: denying it is an answer, not a stance."""
    return bool(_ABILITY.search(question))


def says_no(question: str) -> bool:
    """The question says no itself: repeating its "should not" agrees with it."""
    return bool(_NEGATIVE.search(question))


def asks_of_fiction(question: str) -> bool:
    """The question itself speaks of fiction or of what exists."""
    return bool(_FICTION.search(question))


def contradicts(question: str, sentence: str) -> bool:
    """Whether a sentence repeats an English question for reasons ("why is X right to ...") with a "not" put in."""
    if not _WHY.search(question) or _NEGATIVE.search(question) or not _NEGATED.search(sentence):
        return False
    asked = set(_WORD.findall(question[:600])) - _SMALL
    shared = asked & set(_WORD.findall(sentence))
    return len(asked) >= 2 and len(shared) * _SHARED[1] >= len(asked) * _SHARED[0]
