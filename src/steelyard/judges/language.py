"""Whether an answer is in the language of the service.

Letters are counted by script outside code, addresses and whatever looks like a line of code. Short neutral answers
("42", "OK", a name) belong to every language; a question that names a language may be answered in it.
"""

from __future__ import annotations

import re

from steelyard.records import Language

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA_HANGUL = re.compile("[\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7af\u1100-\u11ff]")
_WORD = re.compile("[a-z\u00df-\u00f6\u00f8-\u024f]{2,40}")
_OTHER = re.compile("[\u0370-\u1fff]{2,40}")
"""Greek, Cyrillic, Hebrew, Arabic, the scripts of India and South-East Asia: a run counts as one word."""

_NOT_PROSE = re.compile(r"https?://[^\s]{1,2000}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}")
_CODE_LINE = re.compile(
    r"[;{}]\s{0,8}$|^\s{0,40}(?:def|class|import|from|return|for|while|if|else|elif|print|const|let|var|function|public"
    r"|private|static|void|int|select|#include|<[/a-z!])\b.{0,200}[(){}\[\]=;:<>]|\w\([^)\n]{0,200}\)\s{0,4}$"
    r"|^\s{0,40}[$#>] "
)
_NAMES_A_LANGUAGE = re.compile(
    r"translat|languages?\b|\b(?:in|into|from|to) (?:chinese|english|mandarin|french|german|spanish|japanese|korean"
    r"|russian|arabic|italian|portuguese|latin)\b|\bchinese\b|\benglish\b|翻译|译成|译为|英文|英语|中文|汉语|日语"
    r"|法语|德语|俄语|韩语|西班牙语|外语|语言"
)
_ENGLISH_WORDS = (
    "the of and to in is that it you for are with this be as on not can or your have if an by from at will should"
)
_OTHER_WORDS = (
    "le la les des une est que pour dans vous pas je et du sur qui avec el los las una por para con como no lo se del"
    " der die das und ist nicht ein eine zu den mit auf für ich sie wir non il di che per sono della um uma os as não"
    " com mais em het een van niet dat"
)
_ENGLISH, _OTHERS = frozenset(_ENGLISH_WORDS.split()), frozenset(_OTHER_WORDS.split())
"""The smallest words of English, and of its Romance and Germanic neighbours."""

_FEW_WORDS = 4
_ENOUGH_LATIN = 12


def off_language(folded: str, question: str, language: Language) -> bool:
    """Whether the folded answer is written in another language than the service's.

    A Chinese character counts as half a word. The other language must outweigh the service's own two to one and make
    at least four words. `question` is folded too.
    """
    if _NAMES_A_LANGUAGE.search(question):
        return False
    prose = _prose(folded)
    han = len(_HAN.findall(prose)) / 2
    foreign = len(_KANA_HANGUL.findall(prose)) / 2 + len(_OTHER.findall(prose))
    words = _WORD.findall(prose)
    if language == "zh":
        own, other = han, len(words) + foreign
        if foreign >= _FEW_WORDS and foreign > han / 3:
            return True
    else:
        own, other = len(words), han + foreign
        if _other_latin(words):
            return True
    return other >= _FEW_WORDS and other > 2 * own


def _prose(folded: str) -> str:
    spoken = " ".join(folded.split("```")[::2])
    lines = (line for line in spoken.split("\n") if not _CODE_LINE.search(line[:400]))
    return _NOT_PROSE.sub(" ", "\n".join(lines))


def _other_latin(words: list[str]) -> bool:
    """Whether the words are those of another language in Latin script, told by its smallest words."""
    if len(words) < _ENOUGH_LATIN:
        return False
    english = sum(word in _ENGLISH for word in words)
    others = sum(word in _OTHERS for word in words)
    return others * 8 >= len(words) and others > 2 * english
