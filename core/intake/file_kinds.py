"""What a file is by its first bytes, whatever it is called; what can be no list is named in plain words."""

from __future__ import annotations

import re
from typing import Literal

from core.intake.decoding import reject

Taken = Literal["spreadsheet", "json", "text"]

# First bytes → what that is and what to do instead.
_NO_LISTS: tuple[tuple[bytes, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel workbook (.xls), or one with a password; save it as .xlsx without one",
    ),
    (b"%PDF", "a PDF; export the list as CSV or XLSX from the program that it comes from"),
    (b"\x89PNG", "a picture (PNG); choose the list itself"),
    (b"\xff\xd8\xff", "a picture (JPEG); choose the list itself"),
    (b"GIF8", "a picture (GIF); choose the list itself"),
    (b"BM", "a picture (BMP); choose the list itself"),
    (b"II*\x00", "a picture (TIFF); choose the list itself"),
    (b"MM\x00*", "a picture (TIFF); choose the list itself"),
    (b"RIFF", "a picture or a recording; choose the list itself"),
    (b"\x00\x00\x00\x18ftyp", "a film or a picture; choose the list itself"),
    (b"\x00\x00\x00\x1cftyp", "a film or a picture; choose the list itself"),
    (b"\x00\x00\x00 ftyp", "a film or a picture; choose the list itself"),
    (b"ID3", "a recording; choose the list itself"),
    (b"SQLite format 3\x00", "a database; export the table as CSV"),
    (b"PAR1", "a Parquet file; export it as CSV"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it and upload the list in it"),
    (b"Rar!", "a RAR archive; unpack it and upload the list in it"),
    (b"BZh", "a bzip2 archive; unpack it, or pack it with gzip"),
    (b"\xfd7zXZ", "an xz archive; unpack it, or pack it with gzip"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive; unpack it, or pack it with gzip"),
    (b"\x1f\x8b", "packed with gzip twice; unpack it once"),
    (b"{\\rtf", "a formatted text (RTF); save the list as CSV or XLSX"),
    (b"BEGIN:VCARD", "an address book (vCard); export the contacts as CSV"),
    (b"\x7fELF", "a program; choose the list itself"),
    (b"MZ\x90", "a program; choose the list itself"),
)
_MARKUP = re.compile(rb"\s*<(?:!doctype|\?xml|html|head|body|table|svg|[a-z]+[\s>/])", re.IGNORECASE)
# A CSV file may begin with a bracket too: [Name];[E-mail].
_JSON = re.compile(rb"[\[{]\s*(?:[\[{\"\]}]|\Z)")


def kind_of_file(beginning: bytes, name: str) -> Taken:
    """What the file is to be read as. InputRejected, by name, for what holds no list.

    `beginning` is unpacked; `name` decides only between kinds of text.
    """
    for first, what in _NO_LISTS:
        if beginning.startswith(first) and not (first.isalnum() and _is_plain(beginning)):
            raise reject(f"is {what}")
    if beginning[257:262] == b"ustar":
        raise reject("is a tar archive; unpack it and upload the list in it")
    if beginning.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "spreadsheet"
    text = beginning.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").replace(b"\0", b"")
    if _MARKUP.match(text):
        raise reject("is a web page or XML, not a list; save it as CSV or XLSX in the program that shows it")
    ending = name.lower().removesuffix(".gz").rpartition(".")[2]
    return "json" if ending in ("json", "jsonl", "ndjson") or _JSON.match(text) else "text"


def _is_plain(beginning: bytes) -> bool:
    """Whether a file whose first letters happen to be a sign (`BM`, `RIFF`) goes on as text."""
    return beginning[:512].isascii() and b"\0" not in beginning[:512]
