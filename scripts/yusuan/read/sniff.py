"""What format a file has, told from its bytes and never from its name."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from yusuan.read.archive import opened
from yusuan.read.limits import LIMITS, Limits
from yusuan.read.refusal import damaged, encrypted, refused

if TYPE_CHECKING:
    from yusuan.errors import InputRefusedError

_PDF = b"%PDF-"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0"
#: First bytes of pictures.
_PICTURES = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"BM": "BMP",
}
#: First bytes of archives that hold the document, not are it.
_ARCHIVES = {
    b"\x1f\x8b": "gzip",
    b"Rar!\x1a\x07": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
}
#: What else a word processor or a spreadsheet saves, and as what it should.
_OTHERS = {
    "{\\rtf": ("RTF", "docx"),
    "MIME-Version:": ("MHTML", "xlsx / docx"),
}
#: A PDF may have other bytes before it, as far as this.
_HEAD = 1024
_HTML_HEAD = 4096
_HTML = re.compile(r"<!doctype\s+html|<(?:html|head|body|table)[\s>]", re.IGNORECASE)
_PUNCTUATION = range(0x3000, 0x3040)
_PLAUSIBLE = 0.9
#: Nearly any bytes are GB18030; what is no budget's text in it was written in another encoding.
_WORDS = ("预算", "决算", "单位", "收入", "支出")


def sniff(name: str, data: bytes, limits: Limits = LIMITS) -> str:
    """Give the format's name in :data:`yusuan.read.FORMATS`.

    Raises :class:`~yusuan.errors.InputRefusedError` for an empty file and for bytes that no
    reader takes.
    """
    if not data.strip():
        raise refused(
            name,
            "文件是空的",
            "the file is empty",
            "检查下载是否完整",
            "check that the download is complete",
        )
    if data.startswith(_ZIP):
        return _in_zip(name, data, limits)
    if data.startswith(_OLE):
        return _in_ole(name, data)
    _refuse_others(name, data)
    if is_html(data):
        return "html"
    return "pdf" if _PDF in data[:_HEAD] else "text"


def is_html(data: bytes) -> bool:
    """Say whether the bytes are a web page's, in whatever encoding."""
    head = data[:_HTML_HEAD].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")
    text = head.decode("latin-1").lstrip()
    return text.startswith("<") and bool(_HTML.search(text))


def _refuse_others(name: str, data: bytes) -> None:
    for signature, kind in _PICTURES.items():
        if data.startswith(signature) and (signature != b"BM" or b"\0" in data[:_HEAD]):
            raise refused(
                name,
                f"文件是 {kind} 图片，里面没有文字",
                f"the file is a {kind} picture and holds no text",
                "找带文字的版本，或先做文字识别（OCR）",
                "look for a version with text, or do text recognition (OCR) first",
            )
    for signature, kind in _ARCHIVES.items():
        if data.startswith(signature):
            raise refused(
                name,
                f"文件是 {kind} 压缩包",
                f"the file is a {kind} archive",
                "解压后收录里面的文件",
                "unpack it and ingest the files inside",
            )
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").decode("latin-1").lstrip()
    for start, (kind, better) in _OTHERS.items():
        if head.startswith(start):
            raise _save_as(name, kind, better)
    if head.startswith("<?xml") and "<?mso-application" in head:
        raise _save_as(name, "XML 2003 (Word, Excel)", "xlsx / docx")


def _save_as(name: str, kind: str, better: str) -> InputRefusedError:
    return refused(
        name,
        f"文件是 {kind}，不能直接收录",
        f"the file is {kind}, which is not read",
        f"另存为 {better} 再收录",
        f"save as {better} and try again",
    )


def _in_zip(name: str, data: bytes, limits: Limits) -> str:
    with opened(name, data, limits) as archive:
        names = archive.namelist()
    if "OFD.xml" in names:
        raise refused(
            name,
            "文件是 OFD 版式文件",
            "the file is OFD, the Chinese fixed-layout format",
            "用 OFD 阅读器导出为 PDF 再收录",
            "export it as PDF from an OFD reader and try again",
        )
    if "xl/workbook.bin" in names:
        raise _save_as(name, "xlsb", "xlsx")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    if any(path.startswith(("xl/", "word/")) for path in names):
        return "xlsx" if any(path.startswith("xl/") for path in names) else "docx"
    if "mimetype" in names and "content.xml" in names:
        raise _save_as(name, "OpenDocument (ods, odt)", "xlsx / docx")
    raise refused(
        name,
        "文件是 ZIP 压缩包，不是 xlsx 或 docx",
        "the file is a ZIP archive, neither xlsx nor docx",
        "解压后收录里面的文件",
        "unpack it and ingest the files inside",
    )


def _in_ole(name: str, data: bytes) -> str:
    import olefile  # noqa: PLC0415 - only old Office files need it

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            streams = {path[0] for path in file.listdir() if path}
    except Exception as error:  # olefile raises what it stumbles on
        raise damaged(name, "OLE (Word, Excel 97–2003)", error) from error
    if streams & {"EncryptedPackage", "EncryptionInfo"}:
        raise encrypted(name, "xlsx / docx")
    if streams & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        return "xls"
    if "WordDocument" in streams:
        raise _save_as(name, "Word 97–2003 (doc)", "docx")
    raise refused(
        name,
        "文件是 OLE 复合文档，里面没有工作簿",
        "the file is an OLE compound document without a workbook",
        "另存为 xlsx、docx 或 PDF 再收录",
        "save as xlsx, docx or PDF and try again",
    )


def decode(name: str, data: bytes) -> str:
    """Decode the bytes of a text: UTF-8, UTF-16 with a mark, or GB18030.

    Raises :class:`~yusuan.errors.InputRefusedError` if what comes out does not look like
    Chinese text.
    """
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _plausible(text) and (encoding != "gb18030" or any(word in text for word in _WORDS)):
            return text.removeprefix("\ufeff")
    raise refused(
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
