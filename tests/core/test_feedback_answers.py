"""Answers that ask for nothing, answers that want nothing more, and texts in other languages."""

from __future__ import annotations

import time

import pytest

from core.feedback_text.language import unread_language
from core.feedback_text.nothing import declines, says_nothing
from core.feedback_text.reading import read_answers
from core.feedback_text.themes import ThemeRules

NOTHING = (
    "",
    "-",
    "...",
    "n/a",
    "N/A",
    "None",
    "none!",
    "nope",
    "Nothing",
    "Nothing.",
    "Nothing so far",
    "nothing at all",
    "Nothing comes to mind.",
    "Nothing springs to mind",
    "Nothing to complain about",
    "Nothing that I can think of",
    "Honestly, nothing.",
    "No complaints",
    "No complaints whatsoever.",
    "I have no complaints.",
    "No suggestions at this time.",
    "Can't think of anything.",
    "I can't think of anything to improve",
    "I can’t think of anything",
    "Cannot fault them.",
    "Can't fault the team.",
    "Everything was perfect, nothing to add.",
    "There is nothing I would change.",
    "I wouldn't change a thing",
    "Nothing, keep up the good work!",
    "Nothing but praise.",
    "no issues",
    "Not that I know of",
    "Nothing really, all good",
    "nil",
)
SOMETHING = (
    "Nothing works.",
    "Nothing was delivered on time.",
    "None of the reports arrived.",
    "Nothing except the price.",
    "Nothing, but the invoices could be clearer.",
    "No complaints other than the slow start.",
    "No complaints, although meetings ran long.",
    "Nothing major, just faster replies.",
    "No updates for three weeks",
    "No one answered the phone.",
    "Nobody told us about the delay.",
    "Faster turnaround time",
    "More updates",
    "The price",
    "Communication",
    "No reporting",
    "Please add a monthly report.",
    "Not much, maybe cheaper plans.",
    "I have no idea what I paid for.",
    "Nothing was explained.",
    "No weekend support.",
    "They could answer sooner.",
    "There was no clear plan.",
    "Never got the files we asked for.",
)
DECLINED = (
    "none", "no", "No thanks", "No, thank you", "not at the moment", "Maybe later", "n/a",
    "nothing right now", "nothing planned", "not yet", "don't know", "-",
)  # fmt: skip
WANTED = ("ongoing support", "SEO", "a new website", "Paid ads and reporting", "Training for our staff")
LANGUAGES = {
    "German": "Die Zusammenarbeit war sehr gut und wir sind mit dem Ergebnis zufrieden",
    "French": "Le travail est très bien fait et nous sommes satisfaits de la qualité",
    "Spanish": "El equipo es muy amable pero la entrega fue muy lenta",
    "Italian": "Il lavoro è molto buono ma la consegna era troppo lenta",
    "Portuguese": "A equipe é muito boa mas não entregaram no prazo",
    "Dutch": "Het team was heel vriendelijk maar de levering was niet op tijd",
    "Polish": "Zespół był bardzo miły ale nie jest to tanie",
    "Japanese": "とても良い仕事でした",
    "Chinese": "服务很好但是太慢",
    "Korean": "서비스가 아주 좋았습니다",
    "Greek": "Η ομάδα ήταν πολύ καλή",
    "Cyrillic script": "Очень хорошая команда",
    "Arabic script": "الخدمة ممتازة",
}
ENGLISH = (
    "Great",
    "Top",
    "Communication",
    "The naïve résumé was fixed by José",
    "Die-cut stickers came late",
    "SEO & PPC",
    "Faster turnaround time",
    "Jürgen was wonderful to work with",
    "👍",
    "10/10",
)
UNIT = (
    "a", " ", "no ", "not ", "nothing ", "nothing, but ", "could be ", "!", "...", "a,",
    "yes, we would like ", "no, ", "' ", "- ", "\n", "in the near ", "é", "1 ",
    "don't know ", "none of the ", "very ", "(",
)  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_an_answer_that_asks_for_nothing_is_known(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", SOMETHING)
def test_an_answer_that_holds_a_complaint_or_a_wish_is_kept(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize("text", DECLINED)
def test_no_to_further_services_is_no_service(text: str) -> None:
    assert declines(text)


@pytest.mark.parametrize("text", WANTED)
def test_a_named_service_is_no_refusal(text: str) -> None:
    assert not declines(text)


@pytest.mark.parametrize(("language", "text"), LANGUAGES.items(), ids=LANGUAGES)
def test_other_languages_are_named(language: str, text: str) -> None:
    assert unread_language(text) == language


@pytest.mark.parametrize("text", ENGLISH)
def test_english_with_names_and_loan_words_is_read(text: str) -> None:
    assert unread_language(text) is None


def test_an_answer_in_another_language_is_listed_and_not_read() -> None:
    reading = read_answers([{"liked_most": LANGUAGES["German"]}], ThemeRules())
    assert reading.not_analysed == ((0, "liked_most", "German"),)
    assert not reading.mentions
    assert not reading.answers


@pytest.mark.parametrize("unit", UNIT, ids=[repr(unit) for unit in UNIT])
def test_long_monotonous_answers_are_read_at_once(unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    read_answers([{"could_improve": "Faster"}], ThemeRules())  # the lists are read before the clock starts
    begun = time.process_time()
    read_answers([{"could_improve": text, "liked_most": text}], ThemeRules())
    says_nothing(text)
    declines(text)
    unread_language(text)
    assert time.process_time() - begun < 5  # about two seconds at most; the rest is for a busy machine
