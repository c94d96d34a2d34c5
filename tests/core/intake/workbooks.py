"""Small workbooks made by hand, cell by cell, so that tests can hold what no library would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{}</Types>'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
# Number formats by their place in cellXfs: 1 is a date, 2 a date with time, 3 per cent, 4 leading zeros, 5 a
# phone number, 6 a short or a long phone number, 7 groups of three, 8 per cent with decimals.
_STYLES = (
    f'<styleSheet {_MAIN}><numFmts count="5"><numFmt numFmtId="164" formatCode="yyyy-mm-dd hh:mm"/>'
    '<numFmt numFmtId="165" formatCode="00000"/><numFmt numFmtId="166" formatCode="(000) 000-0000"/>'
    '<numFmt numFmtId="167" formatCode="[&lt;=9999999]###\\-####;\\(###\\)\\ ###\\-####"/>'
    '<numFmt numFmtId="168" formatCode="#,##0"/></numFmts>'
    "<fonts><font/></fonts><fills><fill/></fills>"
    '<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs count="9"><xf numFmtId="0"/>'
    '<xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="9"/><xf numFmtId="165"/><xf numFmtId="166"/>'
    '<xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="10"/></cellXfs></styleSheet>'
)

_HIDDEN = ' state="hidden"'

Cell = str | int | float | bool | None


def column_name(column: int) -> str:
    """0 is A, 26 is AA."""
    name = ""
    while column >= 0:
        name = chr(65 + column % 26) + name
        column = column // 26 - 1
    return name


def cell_xml(reference: str, value: Cell, style: int = 0) -> str:
    """A cell as a workbook holds it; text that begins with <c is written as it is."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith("<c"):
        return value.replace("REF", reference)
    styled = f' s="{style}"' if style else ""
    if isinstance(value, bool):
        return f'<c r="{reference}"{styled} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        text = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
        return f'<c r="{reference}"{styled} t="inlineStr">{text}</c>'
    return f'<c r="{reference}"{styled}><v>{value!r}</v></c>'


def sheet_xml(rows: Mapping[int, Sequence[Cell | tuple[Cell, int]]]) -> str:
    """Rows by their number from 1; a cell may be a pair of value and style."""
    lines = []
    for number, cells in rows.items():
        parts = []
        for column, cell in enumerate(cells):
            value, style = cell if isinstance(cell, tuple) else (cell, 0)
            parts.append(cell_xml(f"{column_name(column)}{number}", value, style))
        lines.append(f'<row r="{number}">{"".join(parts)}</row>')
    return f"<worksheet {_MAIN}><sheetData>{''.join(lines)}</sheetData></worksheet>"


def workbook(
    sheets: Mapping[str, str], hidden: Sequence[str] = (), extra: Mapping[str, bytes] | None = None
) -> bytes:
    """The bytes of an .xlsx file with these sheets (name → XML)."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        kinds = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.spreadsheetml.worksheet+xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        archive.writestr("[Content_Types].xml", _TYPES.format(kinds))
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
            f'Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        names = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}"{_HIDDEN if name in hidden else ""} r:id="rId{n}"/>'
            for n, name in enumerate(sheets, 1)
        )
        archive.writestr(
            "xl/workbook.xml", f'<workbook {_MAIN} xmlns:r="{_RELATION}"><sheets>{names}</sheets></workbook>'
        )
        relations = "".join(
            f'<Relationship Id="rId{n}" Type="{_RELATION}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        relations += f'<Relationship Id="rIdS" Type="{_RELATION}/styles" Target="styles.xml"/>'
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
        )
        archive.writestr("xl/styles.xml", _STYLES)
        for n, xml in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", xml)
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return kept.getvalue()


def simple_workbook(rows: Sequence[Sequence[Cell | tuple[Cell, int]]], name: str = "Sheet1") -> bytes:
    """A workbook of one sheet whose rows begin at 1."""
    return workbook({name: sheet_xml(dict(enumerate(rows, 1)))})
