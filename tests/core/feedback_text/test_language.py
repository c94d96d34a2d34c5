"""What is not English is named; English is never turned away."""

from __future__ import annotations

import pytest

from core.feedback_text import detector
from core.feedback_text.language import unread_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Zusammenarbeit war sehr angenehm", "German"),
        ("Sehr gut", "German"),
        ("Leider zu teuer", "German"),
        ("Das Team war super", "German"),
        ("Une équipe très professionnelle", "French"),
        ("Rien à dire", "French"),
        ("Bonne communication", "French"),
        ("El equipo es muy profesional", "Spanish"),
        ("Podrían responder más rápido", "Spanish"),
        ("Niente da migliorare", "Italian"),
        ("A equipe é muito boa", "Portuguese"),
        ("Het team was erg behulpzaam", "Dutch"),
        ("Snabb leverans och trevlig personal", "Swedish"),
        ("Bardzo dobra współpraca", "Polish"),
        ("Velmi dobrá práce", "Czech"),
        ("Çok iyi bir ekip", "Turkish"),
        ("Erittäin hyvä palvelu", "Finnish"),
        ("Sangat bagus dan cepat", "Indonesian"),
        ("Очень хорошая работа", "Cyrillic script"),
        ("非常好的团队", "Chinese"),
        ("とても良い仕事でした", "Japanese"),
        ("아주 좋아요", "Korean"),
        ("Πολύ καλή δουλειά", "Greek"),
    ],
)
def test_another_language_is_named(text: str, language: str) -> None:
    assert unread_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Great team",
        "SEO",
        "n/a",
        "👍👍",
        "Faster turnaround time",
        "José was brilliant",
        "The café menu looks great",
        "A naïve layout",
        "Work with AT&T in Los Angeles",
        "OK",
        "Five star plus",
        "",
        "12/10",
    ],
)
def test_english_passes(text: str) -> None:
    assert unread_language(text) is None


def test_a_text_of_which_no_word_is_english_is_another_language() -> None:
    assert unread_language("Zyx plomu vart") is not None
    assert unread_language("Plomu vart") is not None
    assert unread_language("Plomu Vart") is None  # two words with capitals may be a name


@pytest.mark.parametrize(
    "text",
    [
        "Consigliatissimi",
        "Design bellissimo",
        "Support antwortet nie",
        "Litt for dyrt",
        "Hyggelig team",
        "Szybka realizacja",
    ],
)
def test_short_texts_are_told_by_the_look_of_their_words(text: str) -> None:
    assert unread_language(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hreflang mess",
        "Emojis everywhere",
        "Siobhan rocks",
        "José & Co",
        "Con: price",
        "En route to success",
        "Wonky kerning",
    ],
)
def test_names_loans_and_trade_words_stay_english(text: str) -> None:
    assert unread_language(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Logo gefiel meinem Chef", "German"),
        ("Respondiam no mesmo instante", "Portuguese"),
        ("Sheol siad an bille faoi dhó", "Irish"),
        ("Faktura bi aldiz bidali zuten", "Basque"),
        ("Chuir iad am bile dà thuras", "Scottish Gaelic"),
        ("Fattura arrivata due volte", "Italian"),
        ("Regningen kom to gange", "Danish"),
        ("Bathumele i-invoyisi kabili", "Zulu"),
    ],
)
def test_words_that_no_list_knows_are_told_by_their_letters(text: str, language: str) -> None:
    assert unread_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kétszer küldték el a számlát", "Hungarian"),  # `el` is everyday Spanish
        ("De rekken kaam twa kear", "Frisian"),
        ("Umowa podpisana zgodnie z planem", "Polish"),
        ("Fakturan kom två gånger", "Swedish"),
    ],
)
def test_a_language_gets_its_name_from_more_than_one_word(text: str, language: str) -> None:
    assert unread_language(text) == language


@pytest.mark.parametrize(
    "text",
    ["Jürgen rocks", "Thanks Agnieszka!", "Klaviyo flows", "Zoltán was ace", "Knackered site",
     "Nowt to moan about", "Snazzy logo", "Faffing about", "Wonky kerning",
     "The naïve résumé was fixed by José", "Dunno tbh"],
)  # fmt: skip
def test_english_that_no_list_knows_stays_english(text: str) -> None:
    assert unread_language(text) is None


def test_plain_english_needs_no_second_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detector, "_identifier", lambda: pytest.fail("the model was asked for"))
    detector.opinion.cache_clear()
    assert unread_language("The team was quick to answer and the site looks great") is None
