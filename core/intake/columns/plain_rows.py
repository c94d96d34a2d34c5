"""The plain rows of a list, read as whole columns; the rest is handed back to be read row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import polars as pl

from core.business_ids import name_key
from core.intake.blank_cells import saying_nothing
from core.intake.column_mapping import ATTRIBUTES, NAME_PARTS
from core.intake.columns.date_column import iso_text, read_dates
from core.intake.columns.distinct import filled, read_distinct
from core.intake.columns.email_column import read_emails
from core.intake.columns.json_text import members, objects, quoted
from core.intake.columns.phone_column import read_phones
from core.intake.columns.scale_columns import read_levels, read_lists, read_scores
from core.intake.date_cells import DateOrder
from core.intake.lead_frames import LEVELS, MOMENT, UNJUDGED
from core.intake.phone_country import PhoneCountry
from core.intake.scale_cells import ScoreScale
from core.intake.single_rows import CONTACT, KEPT, REMARKS, TOTALS, row_key
from core.plain_json import MAX_TEXT

# Characters that the readers of cells and of columns could take differently, and NUL.
_ODD = r"[\x00\x1c-\x1f]"
# Texts whose folded case is their lower case, and that no normal form changes.
_FOLDS_AS_LOWER = r"\A[\x20-\x7eÀ-ÖØ-Þà-öø-ÿ]*\z"
_LISTS = ("interests", "pain_points")


class PlainRows:
    """Reads batches of one list. `warnings` counts as RowReader does, for the rows that were read here."""

    def __init__(
        self,
        headers: Sequence[str],
        fields: Sequence[str],
        order: DateOrder,
        scale: ScoreScale,
        country: PhoneCountry,
    ) -> None:
        self._headers = headers
        self._fields = fields
        self._order = order
        self._scale = scale
        self._country = country
        self.warnings: Counter[str] = Counter()

    def read(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The leads of the plain rows (columns: UNJUDGED), and the rows of the frame that are not plain."""
        names = [f"c{column}" for column in range(len(self._fields))]
        cells = frame.select(pl.col(names).str.strip_chars())
        odd = cells.select(
            pl.any_horizontal(
                pl.any_horizontal(pl.all().str.contains(_ODD)),
                pl.any_horizontal(pl.all().str.len_chars() > MAX_TEXT),
            ).alias("odd")
        ).to_series()
        found = _Found(frame["line"], odd)
        country = self._country.of_rows(cells)
        for position, field in enumerate(self._fields):
            header = self._headers[position]
            texts = found.said(field, header, filled(cells[names[position]]))
            if field == "phone":
                found.phones(header, read_phones(texts, country))
            else:
                self._read_column(found, header, field, texts)
        leads, plain, warned = found.leads()
        for sentence, where in warned:
            times = int((where & plain).sum())
            if times:
                self.warnings[sentence] += times
        return leads.filter(plain), frame.filter(~plain)

    def _read_column(self, found: _Found, header: str, field: str, texts: pl.Series) -> None:
        if field == ATTRIBUTES:
            found.attributes.append((header, texts))
        elif field == "email":
            emails = read_emails(texts)
            found.take(field, header, emails)
            found.values["email_key"] = emails["key"]
        elif field in LEVELS:
            found.take(field, header, read_levels(texts))
        elif field == "score":
            found.take(field, header, read_scores(texts, self._scale))
        elif field == "received_at":
            found.take(field, header, read_dates(texts, self._order))
        elif field in _LISTS:
            found.values[field] = read_lists(texts, field)
        else:
            found.values[field] = texts.str.replace_all(r"\s+", " ")


class _Found:
    """What the columns of a batch were read as."""

    def __init__(self, lines: pl.Series, odd: pl.Series) -> None:
        self._lines = lines
        self._odd = odd
        self.values: dict[str, pl.Series] = {}
        self.attributes: list[tuple[str, pl.Series]] = []
        self._written: list[tuple[str, pl.Series]] = []
        self.warned: list[tuple[str, pl.Series]] = []

    def said(self, field: str, header: str, texts: pl.Series) -> pl.Series:
        """The cells that say something; the others are kept as they were written."""
        nothing = saying_nothing(field, texts)
        if not nothing.any():
            return texts
        self._written.append((header, texts.set(~nothing, None)))
        return texts.set(nothing, None)

    def take(self, field: str, header: str, read: pl.DataFrame) -> None:
        self.values[field] = read["value"]
        self._written.append((header, read["written"]))
        if "odd" in read.columns:
            self._odd = self._odd | read["odd"]
        if "kept" in read.columns:
            self.attributes.append((header, read["kept"]))
            self.warned.append((KEPT[field], read["kept"].is_not_null()))

    def phones(self, header: str, phones: pl.DataFrame) -> None:
        self.take("phone", header, phones)
        self.values["phone_key"] = phones["key"]
        for doubt in phones["doubt"].drop_nulls().unique():
            self.warned.append((f"A phone number {doubt}", phones["doubt"].eq(doubt)))

    def leads(self) -> tuple[pl.DataFrame, pl.Series, list[tuple[str, pl.Series]]]:
        """The leads of all rows, which of the rows are plain, and where what is to be said."""
        rows = len(self._lines)
        blank = pl.Series([None], dtype=pl.String).new_from_index(0, rows)
        self._join_names()
        texts = {one: self.values.get(one, blank) for one in (*CONTACT, "source", "id", *LEVELS)}
        contact = [(one, quoted(texts[one])) for one in CONTACT if one in self.values]
        who = members(contact, rows)
        inside: list[tuple[str, pl.Series]] = [("contact_info", objects(who))]
        score = self.values.get("score")
        if score is not None:
            inside.append(("score", score.cast(pl.String)))
        inside += [(one, quoted(texts[one])) for one in LEVELS if one in self.values]
        inside += [(one, self.values[one]) for one in _LISTS if one in self.values]
        if "source" in self.values:
            inside.append(("source", quoted(texts["source"])))
        received = self.values.get("received_at", blank.cast(MOMENT))
        if "received_at" in self.values:
            inside.append(
                ("received_at", quoted(received.to_frame("r").select(iso_text(pl.col("r"))).to_series()))
            )
        kept = [(header, quoted(values)) for header, values in self.attributes if values.count()]
        inside.append(("attributes", objects(members(kept, rows))))
        written = [(header, quoted(values)) for header, values in self._written if values.count()]
        frame = pl.DataFrame(
            {
                "line": self._lines,
                "given_id": texts["id"],
                **{one: texts[one] for one in (*CONTACT, "source", *LEVELS)},
                "email_key": self.values.get("email_key", blank),
                "phone_key": self.values.get("phone_key", blank),
                "name_key": _name_keys(texts["name"], texts["company"]),
                "received_at": received,
                "original_json": objects(members(written, rows)),
                "input_json": objects(members(inside, rows)),
                "given_score": score if score is not None else blank.cast(pl.Float64),
                "reachable": texts["email"].is_not_null() | texts["phone"].is_not_null(),
            }
        ).select(UNJUDGED.keys())
        plain = ~self._odd & (who != "")
        sums = (
            texts[one].str.to_lowercase().str.strip_chars(" :").is_in(TOTALS) for one in ("name", "company")
        )
        for one in sums:
            plain &= frame["reachable"] | ~one.fill_null(value=False)
        bare = texts["name"].set(frame["reachable"] | texts["company"].is_not_null(), None)
        plain &= ~bare.str.to_lowercase().str.contains(REMARKS).fill_null(value=False)
        alone = (plain & ~frame["reachable"] & frame["name_key"].is_null()).arg_true()
        if len(alone):
            keys = [row_key(text) for text in frame["input_json"].gather(alone)]
            frame = frame.with_columns(name_key=frame["name_key"].clone().scatter(alone, keys))
        return frame, plain, self.warned

    def _join_names(self) -> None:
        parts = [self.values.pop(part, None) for part in NAME_PARTS]
        given = [part for part in parts if part is not None]
        if not given:
            return
        joined = pl.DataFrame([part.alias(str(place)) for place, part in enumerate(given)]).select(
            pl.concat_str(pl.all(), separator=" ", ignore_nulls=True).alias("name")
        )
        names = filled(joined.to_series())
        whole = self.values.get("name")
        self.values["name"] = names if whole is None else whole.zip_with(whole.is_not_null(), names)


def _name_keys(names: pl.Series, companies: pl.Series) -> pl.Series:
    """Name and company as people are compared by them; null unless both are known."""
    both = names + " @ " + companies
    plain = both.str.contains(_FOLDS_AS_LOWER)
    others = both.set(plain.fill_null(value=False), None)
    keys = read_distinct(others, lambda text: (name_key(text),), {"key": pl.String})["key"]
    return keys.zip_with(keys.is_not_null(), both.str.to_lowercase())
