"""How well clients' words are read, part by part of the labelled texts: the tables of docs/feedback_words.md.

python -m benchmarks.bench_feedback_words            all of them
python -m benchmarks.bench_feedback_words dev        one part: "blind" is measured seldom
"""

from __future__ import annotations

import sys
import time

from benchmarks.feedback_labels import PARTS, Part, comments, labelled
from benchmarks.feedback_measures import (
    Share,
    english_refused,
    f1_interval,
    foreign_accepted,
    nothing_counts,
    sound_of_comments,
    sound_of_sentences,
    theme_counts,
)
from core.feedback_text.reading import read_answers
from core.feedback_text.themes import ThemeRules


def _percent(value: float) -> str:
    return f"{value * 100:.1f}"


def _share(name: str, share: Share) -> str:
    low, high = share.interval
    return f"| {name} | {share.n} | {_percent(share.value)} | {_percent(low)}–{_percent(high)} |"


def print_part(part: Part, rules: ThemeRules) -> None:
    """The tables of one part."""
    said, sentences = comments(part), labelled("sentences", part)
    nothing, languages = labelled("nothing", part), labelled("languages", part)
    english = [row.text for row in said]
    english += [row.text for rows in (sentences, nothing) for row in rows]
    english += [row.text for row in languages if row.label == "English"]
    themes, denied = theme_counts(said, rules), nothing_counts(nothing)
    low, high = f1_interval(themes.by_comment)
    print(f"\n## {part}\n\n| measure | n | % | 95 % interval |\n|---|---|---|---|")
    print(_share("sound of comments", sound_of_comments(said, rules)))
    print(_share("sound of sentences", sound_of_sentences(sentences)))
    interval = f"{_percent(low)}–{_percent(high)}"
    print(f"| themes, micro-F1 | {themes.micro.n} | {_percent(themes.micro.f1)} | {interval} |")
    print(_share("sound of the themes found", themes.sounds))
    print(_share("nothing: precision", Share(denied.hits, denied.hits + denied.false)))
    print(_share("nothing: recall", Share(denied.hits, denied.n)))
    print(_share("English refused", english_refused(english)))
    print(_share("other languages read as English", foreign_accepted(languages)))
    print("\n| theme | n | precision | recall | F1 |\n|---|---|---|---|---|")
    for key, counts in themes.by_theme.items():
        figures = " | ".join(_percent(value) for value in (counts.precision, counts.recall, counts.f1))
        print(f"| {key} | {counts.n} | {figures} |")


def main() -> None:
    """Print the tables of the parts, and what a thousand comments cost."""
    rules = ThemeRules()
    for part in PARTS:
        if part in (sys.argv[1:] or PARTS):
            print_part(part, rules)
    texts = [row.text for row in comments()]
    start = time.process_time()
    read_answers([{"comment": f"{texts[i % len(texts)]} {i}"} for i in range(1000)], rules)
    print(f"\nA thousand comments: {time.process_time() - start:.2f} s of CPU, the lists once read.")


if __name__ == "__main__":
    main()
