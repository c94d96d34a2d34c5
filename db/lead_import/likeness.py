"""What makes two people look like one: their names and companies, however they are written."""

from __future__ import annotations

import polars as pl

ALIKE = 88  # per cent of two names with their companies; below it they are mostly strangers
# The names alone: colleagues of a company with a long name would be alike by that name otherwise.
ALIKE_NAMES = 80

_TITLES = r"\b(?:dr|prof|mr|mrs|ms|herr|frau)\b"
# What a company is by law is written or left out as people please.
_LEGAL_FORMS = (
    r"\b(?:gmbh|mbh|ag|kg|kgaa|ug|ohg|gbr|se|ek|ev|ltd|limited|llc|llp|plc|inc|incorporated|corp|corporation|"
    r"co|company|sa|sas|sasu|sarl|eurl|srl|spa|sl|slu|bv|nv|vof|lda|ltda|me|eireli|oy|ab|as|aps|pty|pte)\b"
)


def folded(people: pl.DataFrame) -> pl.DataFrame:
    """The frame with `who` and `firm`, its name and company as they are compared ("" where there is none):
    without case, accents, punctuation, titles and legal forms, and the parts of a name in the order of the
    alphabet, so that "Lovelace, Ada" is "Dr. Ada Lovelace". `whole` is both, `digits` what must be the same:
    Hall 12 is not Hall 13, however alike they look."""
    name, firm = _plain("name", r"['’`]"), _plain("company", r"['’`.]")
    without = _spaced(firm.str.replace_all(_LEGAL_FORMS, ""))
    named = people.with_columns(
        who=_spaced(name.str.replace_all(_TITLES, "")),
        firm=pl.when(without != "").then(without).otherwise(firm),
    )
    # Python sorts a million names in a second, lists in a frame take ten times as long.
    parts = [" ".join(sorted(text.split())) for text in named["who"].to_list()]
    named = named.with_columns(who=pl.Series(parts, dtype=pl.String))
    whole = pl.concat_str("who", "firm", separator=" ")
    return named.with_columns(whole=whole, digits=whole.str.replace_all(r"\P{N}+", ""))


def _plain(column: str, dropped: str) -> pl.Expr:
    text = pl.col(column).fill_null("").str.normalize("NFKD").str.to_lowercase()
    text = text.str.replace_all(r"\p{M}", "").str.replace_all("ß", "ss", literal=True)
    return _spaced(text.str.replace_all(dropped, ""))


def _spaced(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars(" ")
