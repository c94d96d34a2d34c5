"""The entries of a JSON file one by one, in bounded memory: an array, an object with one, or lines."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from core.intake.decoding import reject
from core.intake.json_shapes import listed, table_in, unpacked
from core.intake.json_text import in_words
from core.intake.lead_columns import field_of, recognised

# Where tools put the list, in the order in which they are looked for.
LIST_NAMES = (
    "leads_generated", "leads", "contacts", "people", "persons", "data", "results", "records", "items",
    "rows", "entries", "submissions", "responses", "members", "subscribers", "customers", "prospects",
    "nodes", "attendees", "registrants", "participants", "users", "profiles", "content",
    "values", "collection", "objects", "list", "deals",
)  # fmt: skip
_WRAPPERS = (
    "form_response",
    "payload",
    "data",
    "body",
    "result",
    "response",
    "event",
    "lead",
    "contact",
    "object",
)
_HOLDING = frozenset((*_WRAPPERS, *LIST_NAMES))
_WHOLE = 24 * 1024 * 1024  # characters that are read at once; larger files only entry by entry
_MOST = 16 * 1024 * 1024  # characters of one entry
_PIECE = 1024 * 1024
_BLANK = re.compile(r"[ \t\r\n]*")
_NUMBERED = re.compile(r"\d")  # leads by their number: {"101": {...}, "102": {...}}
_DEEP = "is nested too deep; flatten it"


class Entry(NamedTuple):
    """One entry: its number, or its line in JSON Lines, and its value or what is wrong with it."""

    number: int
    value: Any
    fault: str = ""


class Decoder:
    """JSON values as they are written: numbers keep their digits."""

    def __init__(self) -> None:
        self.fault = ""
        self.decoder = json.JSONDecoder(
            parse_int=str, parse_float=str, parse_constant=self._constant, object_pairs_hook=self._group
        )

    def _constant(self, name: str) -> str:
        self.fault = f"holds {name}, which is no number that JSON has; leave the field out or write null"
        return name

    def _group(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        group = dict(pairs)
        if len(group) != len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            self.fault = f"has the field {twice[:80]!r} twice in one group; keep one of them"
        return group

    def take_fault(self) -> str:
        fault, self.fault = self.fault, ""
        return fault


class JsonText:
    """The text of a file, read on as values are taken from it."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._decode = codecs.getincrementaldecoder("utf-8")("replace")
        self._lines = 0
        self._column = 0
        self.text = ""
        self.place = 0
        self.at_end = False

    def fill(self) -> bool:
        """Read on by about a million characters; whether there was more."""
        if self.at_end:
            return False
        passed = self.text[: self.place]
        self._lines += passed.count("\n")
        self._column = len(passed) - passed.rfind("\n") - 1 if "\n" in passed else self._column + len(passed)
        parts, size = [self.text[self.place :]], 0
        self.place = 0
        while size < max(_PIECE, len(parts[0])) and not self.at_end:
            block = next(self._blocks, None)
            self.at_end = block is None
            parts.append(self._decode.decode(block or b"", self.at_end))
            size += len(parts[-1])
        self.text = "".join(parts)
        return True

    def peek(self) -> str:
        """The next character that is not blank; "" at the end."""
        while True:
            match = _BLANK.match(self.text, self.place)
            self.place = match.end() if match else self.place
            if self.place < len(self.text) or not self.fill():
                return self.text[self.place : self.place + 1]

    def value(self, decoder: Decoder) -> Any:
        """The next value. InputRejected with its place where it is none."""
        self.peek()
        while True:
            try:
                value, end = decoder.decoder.raw_decode(self.text, self.place)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated") or error.pos > len(self.text) - 12
                if cut and len(self.text) - self.place >= _MOST:
                    raise reject(
                        "one entry has more than 16 MB, which no lead has", self.where(self.place)
                    ) from None
                if cut and self.fill():
                    continue
                self.refuse(error)
            except RecursionError:
                raise reject(f"the data {_DEEP}", self.where(self.place)) from None
            if end == len(self.text) and self.fill():
                continue  # a number may go on
            self.place = end
            return value

    def refuse(self, error: json.JSONDecodeError) -> None:
        """InputRejected in plain words."""
        offset, message = in_words(error, self.text)
        raise reject(message, self.where(offset))

    def expect(self, *signs: str) -> str:
        """Pass over the next sign, which must be one of these."""
        found = self.peek()
        if found not in signs or not found:
            self.refuse(json.JSONDecodeError(f"Expecting '{signs[0]}' delimiter", self.text, self.place))
        self.place += 1
        return found

    def where(self, offset: int) -> str:
        """`line 3, column 14` in the file, both from 1."""
        before = self.text[:offset]
        lines = before.count("\n")
        column = offset - before.rfind("\n") if lines else self._column + offset + 1
        return f"line {self._lines + lines + 1:,}, column {column:,}"


def entries(blocks: Iterator[bytes], beside: dict[str, Any]) -> Iterator[Entry]:
    """The entries of a JSON file; what stands beside the list in an object is put into `beside`."""
    text, decoder = JsonText(blocks), Decoder()
    if text.peek() == "[":
        yield from _elements(text, decoder)
    else:
        while len(text.text) < _WHOLE and text.fill():
            text.place = 0
        if text.at_end:
            value = text.value(decoder)
            for number, entry in enumerate(_entries_in(value, beside), 1):
                yield Entry(number, entry, decoder.fault)
        else:
            yield from _members(text, decoder, beside)
    if text.peek():
        text.refuse(json.JSONDecodeError("Extra data", text.text, text.place))


def _elements(text: JsonText, decoder: Decoder) -> Iterator[Entry]:
    text.expect("[")
    number = 0
    if text.peek() == "]":
        text.expect("]")
        return
    while True:
        number += 1
        yield Entry(number, text.value(decoder), decoder.take_fault())
        if text.expect(",", "]") == "]":
            return


def _members(text: JsonText, decoder: Decoder, beside: dict[str, Any]) -> Iterator[Entry]:
    """The list of a large object: it must stand directly in it, under a name that is known."""
    text.expect("{")
    seen = False
    while True:
        name = text.value(decoder)
        text.expect(":")
        if text.peek() == "[" and name in LIST_NAMES and not seen:
            seen = True
            yield from _elements(text, decoder)
        else:
            value = text.value(decoder)
            if not isinstance(value, dict | list):
                beside[str(name)] = value
        if text.expect(",", "}") == "}":
            break
    if not seen:
        raise reject(
            'is a large object without a list named "leads"; save the list by itself, or as JSON Lines'
        )


def _entries_in(value: Any, beside: dict[str, Any], level: int = 0) -> list[Any]:
    """The list in a value: the value itself, one inside of it, or the value as a single lead."""
    if isinstance(value, list):
        return value
    if (
        not isinstance(value, dict)
        or level > 4
        or not any(
            type(part) in (dict, list) or (name in _HOLDING and unpacked(part) is not part)
            for name, part in value.items()
        )
    ):
        return [value]
    if any(name in _HOLDING and unpacked(part) is not part for name, part in value.items()):
        value = {name: unpacked(part) if name in _HOLDING else part for name, part in value.items()}
    table = table_in(value)
    if table is not None:
        return table
    plain = {name: part for name, part in value.items() if not isinstance(part, dict | list)}
    few = recognised([str(name) for name in plain]) < 2
    for name in LIST_NAMES if few else ():
        part: Any = listed(value.get(name))
        groups = isinstance(part, list) and part and all(isinstance(entry, dict) for entry in part[:20])
        if groups and not _is_form(value):
            beside.update(plain)
            return list(part)
    for name in _WRAPPERS:
        part = value.get(name)
        if isinstance(part, dict) and part and (few or (_reaches(part) and not _reaches(plain))):
            inner = _entries_in(part, beside, level + 1)
            if len(inner) != 1 or inner[0] is not part:
                beside.update(plain)
                return inner
            return [{**part, **{key: text for key, text in plain.items() if key not in part}}]
    if few and all(
        isinstance(part, dict) and _reaches(part) and _NUMBERED.search(str(name))
        for name, part in value.items()
    ):
        return [{"id": name, **part} for name, part in value.items()]
    return [value]


def _reaches(group: Mapping[str, Any]) -> bool:
    """Whether a group names an address or a number; a form that only names itself does not."""
    return any(field_of(str(name)) in ("email", "phone") for name in group)


def _is_form(value: Mapping[str, Any]) -> bool:
    """Whether the lists in a group are the answers of one form."""
    return any(
        isinstance(value.get(name), list) for name in ("answers", "questions_and_answers", "field_data")
    )


def line_entries(blocks: Iterator[bytes]) -> Iterator[Entry]:
    """The entries of JSON Lines; a bad line carries its fault and stops no other."""
    decoder = Decoder()
    rest, number = b"", 0
    passing = False  # over the rest of a line that is too long
    for block in _with_end(blocks):
        lines = (rest + block).split(b"\n")
        rest = lines.pop()
        for line in lines:
            number += 1
            if passing:
                passing = False
                continue
            if line.strip():
                yield _line_entry(number, line, decoder)
        if len(rest) > _MOST:
            if not passing:
                yield Entry(number + 1, rest[:1000].decode("utf-8", "replace"), "has more than 16 MB")
            rest, passing = b"", True


def _with_end(blocks: Iterator[bytes]) -> Iterator[bytes]:
    yield from blocks
    yield b"\n"


def _line_entry(number: int, line: bytes, decoder: Decoder) -> Entry:
    text = line.decode("utf-8", "replace").strip()
    try:
        value = decoder.decoder.decode(text)
    except json.JSONDecodeError as error:
        offset, message = in_words(error, text)
        return Entry(number, text[:1000], f"is broken in column {offset + 1}: {message}")
    except RecursionError:
        return Entry(number, text[:1000], _DEEP)
    found = _entries_in(value, {})
    return Entry(number, found[0] if len(found) == 1 else value, decoder.take_fault())
