"""A second opinion on the language of a text, for the words that our own lists do not know.

The lists know the everyday words of some thirty languages; py3langid knows the runs of letters of 130. It
calls many a short English text something else, so it is asked about doubtful texts alone, and believed
where it is sure. Its model lies in its package; loading it takes half a second, once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

_NAMES = {
    "af": "Afrikaans", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "br": "Breton", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh",
    "da": "Danish", "de": "German", "el": "Greek", "eo": "Esperanto", "es": "Spanish", "et": "Estonian",
    "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fo": "Faroese", "fr": "French", "fy": "Frisian",
    "ga": "Irish", "gd": "Scottish Gaelic", "gl": "Galician", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "ig": "Igbo", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "jv": "Javanese", "ka": "Georgian",
    "kk": "Kazakh", "ko": "Korean", "ku": "Kurdish", "la": "Latin", "lb": "Luxembourgish",
    "lt": "Lithuanian", "lv": "Latvian", "mg": "Malagasy", "mk": "Macedonian", "mn": "Mongolian",
    "ms": "Malay", "mt": "Maltese", "ne": "Nepali", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian",
    "oc": "Occitan", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili",
    "ta": "Tamil", "th": "Thai", "tk": "Turkmen", "tl": "Filipino", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "xh": "Xhosa", "yo": "Yoruba", "zh": "Chinese",
    "zu": "Zulu",
}  # fmt: skip
# Pidgin and "no language" stand for English too: short English texts are often taken for them.
_AS_ENGLISH = ("en", "pcm", "zxx")
_LEAST = 1e-6


class Opinion(NamedTuple):
    """The most likely other language of a text, None where it has no name here, and how many times as
    likely as English it is."""

    language: str | None
    times: float


@lru_cache(maxsize=2_000)
def opinion(text: str) -> Opinion:
    """What the runs of letters of a text say. Close languages share what speaks for them, so that each is
    measured by English and not by its own likelihood."""
    likely = dict(_identifier().rank(text))
    english = sum(float(likely.pop(code, 0.0)) for code in _AS_ENGLISH)
    code, other = max(likely.items(), key=lambda item: item[1])
    return Opinion(_NAMES.get(code), round(float(other) / max(english, _LEAST), 2))


@lru_cache(maxsize=1)
def _identifier() -> Any:
    # Only a text in doubt needs the model, and most comments are none.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
