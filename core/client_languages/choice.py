"""Which of the languages a client reads."""

from __future__ import annotations

from core.client_languages.dutch import DUTCH
from core.client_languages.english import ENGLISH
from core.client_languages.french import FRENCH
from core.client_languages.german import GERMAN
from core.client_languages.language import Language
from core.client_languages.portuguese import PORTUGUESE
from core.client_languages.spanish import SPANISH
from core.errors import InputRejected, Problem

LANGUAGES: dict[str, Language] = {
    one.tag: one for one in (ENGLISH, GERMAN, FRENCH, SPANISH, PORTUGUESE, DUTCH)
}
LONGEST_HEADER = 500  # characters of an Accept-Language header that are read


def language_called(tag: str | None) -> Language:
    """The language of a stored choice; English where none was chosen or this version does not know it."""
    return LANGUAGES.get(tag or "", ENGLISH)


def check_language(tag: str | None) -> str | None:
    """The tag, or None for "as the reader's browser says"; InputRejected for a language that we lack."""
    if tag is None or tag in LANGUAGES:
        return tag
    known = ", ".join(LANGUAGES)
    problem = Problem("language", f"must be one of {known}", tag[:80])
    raise InputRejected(f"The language {problem.message}.", [problem])


def accepted_language(header: str) -> Language:
    """The best of ours for an Accept-Language header; English where it names none of them."""
    found: list[tuple[float, int, str]] = []
    for number, part in enumerate(header[:LONGEST_HEADER].split(",")):
        tag, _, parameters = part.strip().partition(";")
        language = tag.strip().lower().partition("-")[0]
        if language in LANGUAGES:
            found.append((-_weight(parameters), number, language))
    wanted = [language for weight, _, language in sorted(found) if weight < 0]
    return LANGUAGES[wanted[0]] if wanted else ENGLISH


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 0.0
