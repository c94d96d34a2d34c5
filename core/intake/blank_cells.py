"""Words that people and tools write where they have nothing to say: n/a, -, unknown, keine Angabe."""

from __future__ import annotations

import polars as pl

# What stands around such a word, or alone where there is none: "(no email)", "#N/A", "--".
_AROUND = "()[]<>{}'\"`.-–—?_*/#!+=| "
# Nobody and nothing is called so.
_ANYWHERE = frozenset({
    "", "n/a", "n.a", "n/d", "n. a", "unknown", "not known", "not provided", "not given", "not available",
    "not applicable", "not set", "no value", "no data", "undefined", "tbd", "tba", "keine angabe",
    "keine angaben", "k.a", "k. a", "unbekannt", "nicht angegeben", "nicht bekannt", "inconnu", "inconnue",
    "non renseigné", "non renseigne", "non renseignée", "desconocido", "desconocida", "no disponible",
    "desconhecido", "desconhecida", "não informado", "nao informado", "não disponível", "onbekend",
    "niet bekend", "n.v.t",
})  # fmt: skip
# People are called Null, Nan, Na or Blank; addresses and numbers are not.
_NO_CONTACT = _ANYWHERE | {
    "na", "nd", "nc", "n.c", "nvt", "none", "null", "nil", "nan", "no", "0", "x", "xx", "xxx", "missing",
    "blank", "empty", "no email", "no e-mail", "noemail", "no mail", "no phone", "no number",
    "no telephone", "kein", "keine", "ohne", "keine e-mail", "keine email", "keine mail", "aucun", "aucune",
    "sans", "pas d'email", "pas de mail", "ninguno", "ninguna", "sin correo", "sin email", "sin datos",
    "sin teléfono", "no tiene", "nenhum", "nenhuma", "sem email", "sem e-mail", "sem telefone", "não tem",
    "nao tem", "geen", "geen email", "geen e-mail", "geen mail",
}  # fmt: skip
_WORDS = {
    "email": _NO_CONTACT,
    "phone": _NO_CONTACT,
    "id": _NO_CONTACT,
    "score": _ANYWHERE | {"null", "nan"},
    "received_at": _ANYWHERE | {"null", "nan", "none", "0"},
}
_FIELDS = frozenset({
    *_WORDS, "name", "first_name", "middle_name", "last_name", "company", "source", "interests", "pain_points"
})  # fmt: skip


def says_nothing(field: str, text: str) -> bool:
    """Whether a cell (without spaces around it) only says that a field of a lead is not known."""
    return field in _FIELDS and text.lower().strip(_AROUND) in _WORDS.get(field, _ANYWHERE)


def saying_nothing(field: str, texts: pl.Series) -> pl.Series:
    """The same of a column; false where a cell is null."""
    if field not in _FIELDS:
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(texts))
    words = list(_WORDS.get(field, _ANYWHERE))
    return texts.str.to_lowercase().str.strip_chars(_AROUND).is_in(words).fill_null(value=False)
