"""One form for all the ways to write the same words: what rules are matched against.

Nothing here changes what a text says: compatibility forms are unified (NFKC), invisible characters dropped, quotation
marks straightened, case lowered, and the traditional characters that occur in the rules' words made simplified.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Zero-width, bidirectional and other format characters, fillers, variation selectors, tags."""

_STACKED = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
"""Combining marks that strike out or pile upon Latin letters."""

_PIECE = 512
"""Text is normalized in pieces of so many characters: reordering a run of combining marks takes quadratic time."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile(r"[^\S\n]+")

_TO_SIMPLIFIED = (
    "來来 個个 們们 備备 傳传 傷伤 內内 則则 動动 勵励 協协 參参 問问 "
    "單单 嚴严 國国 執执 報报 學学 實实 寫写 專专 對对 導导 師师 幫帮 "
    "從从 復复 應应 換换 擇择 據据 於于 會会 條条 業业 構构 樣样 檔档 "
    "權权 沒没 準准 滿满 為为 無无 獲获 現现 產产 當当 發发 確确 種种 "
    "細细 結结 絕绝 給给 網网 線线 練练 繫系 習习 聯联 聽听 與与 處处 "
    "術术 複复 規规 觸触 訊讯 訓训 許许 詢询 話话 該该 詳详 認认 語语 "
    "誤误 說说 談谈 請请 論论 諮咨 護护 讓让 資资 這这 進进 過过 違违 "
    "適适 選选 還还 醫医 錯错 開开 間间 關关 際际 難难 電电 須须 預预 "
    "題题 類类 體体 麼么 點点 "
)
"""The characters the rules' words use, traditional beside simplified."""

_QUOTES = str.maketrans({**dict.fromkeys("‘’‚‛′´ʼ＇", "'"), **dict.fromkeys("“”„‟″«»「」『』＂", '"')})
_LETTERS = str.maketrans({pair[0]: pair[1] for pair in _TO_SIMPLIFIED.split()} | dict.fromkeys("‐‑‒–—―", "-"))


def fold(text: str) -> str:
    """`text` in the one form; line breaks are kept, other white space becomes single blanks. Linear in its length."""
    if not text.isascii():  # ASCII is in the one form but for breaks, controls, case and blanks
        text = _unified(text)
    text = _CONTROL.sub(" ", _BREAK.sub("\n", text)).lower()
    return _SPACE.sub(" ", text).strip()


def _unified(text: str) -> str:
    text = _STACKED.sub("", _INVISIBLE.sub("", text)).translate(_QUOTES)
    text = "".join(unicodedata.normalize("NFKC", text[at : at + _PIECE]) for at in range(0, len(text), _PIECE))
    return _INVISIBLE.sub("", text).translate(_LETTERS)
