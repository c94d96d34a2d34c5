"""The public survey as HTML. Whatever a person or a record brought in goes through `escape`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

from core.client_languages.language import Language, fill
from core.survey_answers import LONGEST_ANSWER, FormReading
from server.survey_texts import question_texts

ASSETS = "/app/static"
Texts = Mapping[str, str]


def message_page(language: Language, agency: str, name: str) -> str:
    """A page that says one thing: done, answered, expired, revoked, unknown, too_large, refused, broken."""
    texts = language.page
    text = fill(texts[f"{name}_text"], limit=_number(LONGEST_ANSWER))
    body = f"<h1>{escape(texts[name])}</h1>\n<p>{escape(text)}</p>"
    return _page(language, agency, texts[name], body)


def form_page(
    language: Language,
    agency: str,
    name: str,
    request: Mapping[str, Any],
    fields: Mapping[str, str],
    last_day: date,
    reading: FormReading | None = None,
) -> str:
    """The survey with what was filled in so far; with a `reading`, it says what must be mended first."""
    texts = language.page
    mistakes = _mistakes(texts, fields, reading) if reading else {}
    intro = fill(texts["intro"], name=name, project=request.get("project_name", ""))
    parts = [f"<h1>{escape(texts['heading'])}</h1>", f'<p class="intro">{_text(intro)}</p>']
    if reading:
        parts.append(_summary(texts, mistakes, reading))
    parts.append('<form method="post" autocomplete="off" novalidate>')
    if request.get("rating_categories"):
        parts.append(f"<h2>{escape(texts['ratings'])}</h2>")
    for category in request.get("rating_categories") or []:
        field = f"rating.{category['key']}"
        label = texts.get(field, str(category.get("label", "")))
        stars = [(str(n), str(n)) for n in range(category["lowest"], category["highest"] + 1)]
        parts.append(_radios(field, label, "", stars, fields, mistakes, "stars"))
    parts.append(f"<h2>{escape(texts['words'])}</h2>")
    wording = question_texts(request, language)
    for question in request.get("feedback_questions") or []:
        parts.append(_question(texts, question, wording[question["key"]], fields, mistakes))
    parts += [
        f'<p id="draft" role="status" data-saved="{escape(texts["saved"])}" '
        f'data-unsaved="{escape(texts["unsaved"])}"></p>',
        f'<button type="submit">{escape(texts["send"])}</button>',
        "</form>",
        f'<p class="small">{escape(texts["privacy"])}</p>',
        f'<p class="small">{escape(fill(language.mail["ends"], day=language.written(last_day)))}</p>',
        f'<script src="{ASSETS}/survey.js" defer></script>',
    ]
    return _page(language, agency, texts["title"], "\n".join(parts))


def _page(language: Language, agency: str, title: str, body: str) -> str:
    brand = escape(agency or language.page["agency"])
    return f"""<!DOCTYPE html>
<html lang="{language.tag}" dir="{language.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>{escape(title)} · {brand}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{ASSETS}/survey.css">
</head>
<body>
<header><p class="brand"><bdi>{brand}</bdi></p></header>
<main>
{body}
</main>
</body>
</html>
"""


def _question(
    texts: Texts,
    question: Mapping[str, Any],
    wording: tuple[str, str],
    fields: Mapping[str, str],
    mistakes: Mapping[str, str],
) -> str:
    field, (text, spoken) = f"answer.{question['key']}", wording
    match question.get("kind"):
        case "choice" | "promise":
            offered = [
                (str(one), texts.get(f"choice.{one}", str(one))) for one in question.get("choices") or []
            ]
            return _radios(field, text, "", offered, fields, mistakes, "choices", spoken)
        case "scale":
            scores = [(str(n), str(n)) for n in range(11)]
            return _radios(field, text, texts["scale"], scores, fields, mistakes, "scale", spoken)
    limit = fill(texts["limit"], limit=_number(LONGEST_ANSWER))
    wrong = mistakes.get(field)
    # The line break after the tag is dropped by browsers, so that a text may begin with one of its own.
    return (
        f'<div class="question"><label for="{escape(field)}"{_lang(spoken)}>{_text(text)}</label>\n'
        f"{_wrong(field, wrong)}"
        f'<textarea id="{escape(field)}" name="{escape(field)}" rows="3" dir="auto" '
        f'aria-describedby="{_described(field, wrong)}"{_invalid(wrong)}>\n'
        f"{escape(fields.get(field, ''))}</textarea>\n"
        f'<p class="small" id="{escape(field)}.hint">{escape(limit)}</p></div>'
    )


def _radios(
    field: str,
    label: str,
    hint: str,
    offered: list[tuple[str, str]],
    fields: Mapping[str, str],
    mistakes: Mapping[str, str],
    kind: str,
    spoken: str = "",
) -> str:
    wrong = mistakes.get(field)
    described = f' aria-describedby="{_described(field, wrong)}"' if hint or wrong else ""
    lines = [
        f'<fieldset class="{kind}" id="{escape(field)}" tabindex="-1"{described}>',
        f"<legend{_lang(spoken)}>{_text(label)}</legend>",
        _wrong(field, wrong),
        f'<p class="small" id="{escape(field)}.hint">{escape(hint)}</p>' if hint else "",
        '<div class="options">',
    ]
    for value, shown in offered:
        checked = " checked" if fields.get(field) == value else ""
        lines.append(
            f'<label><input type="radio" name="{escape(field)}" value="{escape(value)}"{checked}>'
            f"<span>{escape(shown)}</span></label>"
        )
    return "\n".join(line for line in [*lines, "</div>", "</fieldset>"] if line)


def _mistakes(texts: Texts, fields: Mapping[str, str], reading: FormReading) -> dict[str, str]:
    limit = _number(LONGEST_ANSWER)
    return {
        field: fill(texts[mistake], length=_number(len(fields.get(field, ""))), limit=limit)
        for field, mistake in reading.mistakes.items()
    }


def _summary(texts: Texts, mistakes: Mapping[str, str], reading: FormReading) -> str:
    lines = [f'<li><a href="#{escape(field)}">{escape(text)}</a></li>' for field, text in mistakes.items()]
    if not lines and not reading.says_something:
        lines = [f"<li>{escape(texts['empty'])}</li>"]
    return f'<div class="problems" role="alert"><p>{escape(texts["fix"])}</p><ul>{"".join(lines)}</ul></div>'


def _wrong(field: str, wrong: str | None) -> str:
    return f'<p class="wrong" id="{escape(field)}.wrong">{escape(wrong)}</p>\n' if wrong else ""


def _described(field: str, wrong: str | None) -> str:
    return escape(f"{field}.wrong {field}.hint" if wrong else f"{field}.hint")


def _invalid(wrong: str | None) -> str:
    return ' aria-invalid="true"' if wrong else ""


def _lang(language: str) -> str:
    return f' lang="{language}"' if language else ""


def _text(text: str) -> str:
    """Text in a direction of its own: a right-to-left name does not turn the line around it."""
    return f"<bdi>{escape(text)}</bdi>"


def _number(number: int) -> str:
    """20 000 with a narrow space, as it is read in each of the languages."""
    return f"{number:,}".replace(",", "\u202f")
