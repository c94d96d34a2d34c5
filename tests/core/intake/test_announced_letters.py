"""Asian letters that are written in ASCII bytes are read as what they are."""

from __future__ import annotations

import pytest

from core.intake.table_file import open_table


@pytest.mark.parametrize(
    ("encoding", "name", "rows"),
    [
        ("iso2022_jp", "ISO-2022-JP", ["名前,メール", "山田太郎,y@x.jp", '"日本, 商事",n@x.jp']),
        ("hz", "HZ", ["姓名,邮箱", "王伟,w@x.cn", '"北京, 公司",b@x.cn']),
        ("utf-8", "UTF-8", ["Name,Email", "~{not so,n@x.org", '"a, b",a@x.org']),
    ],
    ids=["Japanese", "Chinese", "a tilde and a brace"],
)
def test_letters_in_ascii_bytes_are_read(encoding: str, name: str, rows: list[str]) -> None:
    table = open_table("\n".join([*rows, ""]).encode(encoding), "leads.csv")
    assert table.reading.encoding == name
    found = [row[1:] for batch in table.batches() for row in batch.frame.rows()]
    assert [*table.headers] == rows[0].split(",")
    assert found == [tuple(rows[1].split(",")), tuple(rows[2][1:].split('",'))]
