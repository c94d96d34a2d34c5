"""Every language says all that the others say, with the same names in it, and dates as its readers do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from core.client_languages.choice import LANGUAGES, accepted_language, check_language, language_called
from core.client_languages.language import Language
from core.errors import InputRejected
from core.rating_categories import RATING_CATEGORIES
from core.survey_design import SurveyRules, questions

OTHERS = [language for language in LANGUAGES.values() if language.tag != "en"]
every_language = pytest.mark.parametrize("language", LANGUAGES.values(), ids=list(LANGUAGES))


def placeholders(texts: Mapping[str, str]) -> dict[str, set[str]]:
    return {key: set(re.findall(r"\$(\w+)", text)) for key, text in texts.items()}


@pytest.mark.parametrize("language", OTHERS, ids=[language.tag for language in OTHERS])
def test_a_language_has_every_text_with_the_same_names_in_it(language: Language) -> None:
    english = LANGUAGES["en"]
    assert placeholders(language.page) == placeholders(english.page)
    assert placeholders(language.mail) == placeholders(english.mail)
    assert placeholders(language.questions) == placeholders(OTHERS[0].questions)


@every_language
def test_no_text_is_empty_or_left_in_english(language: Language) -> None:
    for part in ("page", "mail", "questions"):
        texts: Mapping[str, str] = getattr(language, part)
        english: Mapping[str, str] = getattr(LANGUAGES["en"], part)
        assert all(text.strip() == text and text for text in texts.values())
        same = {key for key in texts if texts[key] == english.get(key)}
        assert language.tag == "en" or same <= {"rating.communication", "choice.no"}, same


def test_every_question_of_ours_is_there_in_every_other_language() -> None:
    asked = questions(
        SurveyRules(), project="P", deliverables=["D"], not_approved=["D"], promises=["Fast"], days_late=2
    )
    kinds = {question["key"].rstrip("0123456789").rstrip("_") for question in asked}
    for language in OTHERS:
        assert kinds == set(language.questions)
        assert {f"rating.{key}" for key, _ in RATING_CATEGORIES} <= set(language.page)


@pytest.mark.parametrize(
    ("tag", "first", "third"),
    [
        ("en", "1 March 2026", "3 December 2026"),
        ("de", "1. März 2026", "3. Dezember 2026"),
        ("fr", "1er mars 2026", "3 décembre 2026"),
        ("es", "1 de marzo de 2026", "3 de diciembre de 2026"),
        ("pt", "1 de março de 2026", "3 de dezembro de 2026"),
        ("nl", "1 maart 2026", "3 december 2026"),
    ],
)
def test_a_date_is_written_as_its_readers_write_it(tag: str, first: str, third: str) -> None:
    assert LANGUAGES[tag].written(date(2026, 3, 1)) == first
    assert LANGUAGES[tag].written(date(2026, 12, 3)) == third


@every_language
def test_no_two_days_are_written_alike(language: Language) -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert len({language.written(day) for day in days}) == 365


def test_a_stored_choice_is_read_and_a_wrong_one_is_refused() -> None:
    assert language_called("nl").name == "Nederlands"
    assert language_called(None).tag == language_called("xx").tag == "en"
    assert (check_language(None), check_language("pt")) == (None, "pt")
    with pytest.raises(InputRejected, match="must be one of en, de, fr, es, pt, nl"):
        check_language("klingon")
    assert accepted_language("pt-BR,pt;q=0.9,en;q=0.8").tag == "pt"
