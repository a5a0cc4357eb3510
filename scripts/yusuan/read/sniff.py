"""What format a file has, told from its bytes and never from its name."""

from __future__ import annotations

from yusuan.errors import InputRefusedError, Problem
from yusuan.language import Bilingual

#: First bytes of formats that are not plain text.
_SIGNATURES: dict[bytes, str] = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "ZIP (Word, Excel …)",
    b"\xd0\xcf\x11\xe0": "OLE (Word, Excel 97–2003)",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "gzip",
}
_PUNCTUATION = range(0x3000, 0x3040)
_PLAUSIBLE = 0.9
#: Nearly any bytes are GB18030; what is no budget's text in it was written in another encoding.
_WORDS = ("预算", "决算", "单位", "收入", "支出")


def sniff(name: str, data: bytes) -> str:
    """Give the format's name in :data:`yusuan.read.FORMATS`.

    Raises :class:`InputRefusedError` for an empty file and for bytes that no reader takes.
    """
    if not data.strip():
        raise _refused(
            name,
            "文件是空的",
            "the file is empty",
            "检查下载是否完整",
            "check that the download is complete",
        )
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise _refused(
                name,
                f"文件是 {kind}，不是文本",
                f"the file is {kind}, not text",
                "先另存为文本（表格用制表符分列）再收录",
                "save it as text first, cells separated by tabs",
            )
    return "text"


def decode(name: str, data: bytes) -> str:
    """Decode the bytes of a text: UTF-8, UTF-16 with a mark, or GB18030.

    Raises :class:`InputRefusedError` if what comes out does not look like Chinese text.
    """
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _plausible(text) and (encoding != "gb18030" or any(word in text for word in _WORDS)):
            return text.removeprefix("\ufeff")
    raise _refused(
        name,
        "不是可读的中文文本（二进制，或编码不是 UTF-8、UTF-16、GB18030）",
        "no readable Chinese text (binary, or in another encoding than UTF-8, UTF-16, GB18030)",
        "另存为 UTF-8 再收录",
        "save it as UTF-8 and try again",
    )


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    return ("utf-8", "gb18030")


def _plausible(text: str) -> bool:
    """Say whether nearly all characters are ones that Chinese public documents print."""
    letters = [character for character in text if not character.isspace()]
    good = sum(
        "\u4e00" <= character <= "\u9fff"
        or 0x20 <= ord(character) < 0x7F
        or ord(character) in _PUNCTUATION
        or "\uff00" <= character <= "\uffef"
        or character in "“”‘’…—–·±×÷≤≥℃①②③④⑤⑥⑦⑧⑨⑩№─−"
        for character in letters
    )
    chinese = any("\u4e00" <= character <= "\u9fff" for character in letters)
    return (
        chinese and good >= _PLAUSIBLE * len(letters) and "\ufffd" not in text and "\0" not in text
    )


def _refused(name: str, zh: str, en: str, todo_zh: str, todo_en: str) -> InputRefusedError:
    return InputRefusedError(Problem(Bilingual(zh, en), name, todo=Bilingual(todo_zh, todo_en)))
