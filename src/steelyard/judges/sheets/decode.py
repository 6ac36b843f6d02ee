"""The text of a file that some spreadsheet saved, in one of the encodings they use."""

from __future__ import annotations

from steelyard.records import InputError

SAVE_AS = "save the sheet as CSV UTF-8 from the spreadsheet"

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_NO_MARK = ("utf-8", "gb18030")
"""Tried in this order: Chinese text in GB18030 is hardly ever UTF-8 by accident."""
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def text_of(data: bytes, source: str) -> str:
    """The text of a sheet's bytes. Raises InputError when they are a workbook or in none of the encodings."""
    if data.startswith(_WORKBOOKS):
        raise InputError("is a workbook, not CSV", source=source, mend=SAVE_AS)
    encodings = next(((name,) for mark, name in _MARKS.items() if data.startswith(mark)), _NO_MARK)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            line = text.count("\n", 0, text.index("\0")) + 1
            raise InputError("holds a NUL, as no sheet does", source=source, place=f"line {line}", mend=SAVE_AS)
        return text
    names = " or ".join(encodings)
    raise InputError(f"is not text in {names}, or is cut off", source=source, mend=SAVE_AS)
