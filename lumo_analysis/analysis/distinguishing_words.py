"""Words and phrases that stand out in the answers of a group, beside what chance would give."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from lumo_analysis.analysis.count_table import require_columns
from lumo_analysis.analysis.counting import grouping_of
from lumo_analysis.analysis.permutation import random_source
from lumo_analysis.analysis.suggestions import ANSWER_COLUMNS
from lumo_analysis.analysis.theme_matching import words_of
from lumo_analysis.analysis.word_analysis import Analyser, analyser_named
from lumo_analysis.errors import ParameterError

Numbers = npt.NDArray[np.float64]

MINIMUM_RESPONDENTS = 10
SHUFFLES = 999
PRIOR = 20.0
"""How many made-up respondents who speak like everyone each group is given."""

WORD_COLUMNS = (
    *("item", "group", "word", "n", "base", "n_others", "base_others"),
    *("log_odds", "z", "shuffled_z", "p"),
)


def distinguishing_words(
    answers: pd.DataFrame,
    responses: pd.DataFrame,
    by: str,
    analyser: str | Analyser = "pypykko",
    *,
    minimum: int = MINIMUM_RESPONDENTS,
    shuffles: int = SHUFFLES,
    seed: str = "",
) -> pd.DataFrame:
    """Words and phrases that more people of a group use than of the others.

    A word is its lemma, a phrase two words side by side; a respondent counts once for each,
    however often they use it. Groups are compared by the log-odds of using a word, drawn
    towards all respondents' odds by a prior (Monroe, Colaresi & Quinn 2008, Political Analysis
    16, eq. 15 to 22, with respondents for words). With hundreds of words some stand out by chance,
    so each row tells how far the furthest word goes when the groups are shuffled.

    Args:
        answers: respondent (a row label of `responses`), item and answer.
        responses: one row a respondent, with the categorical `by`.
        by: whose answers are the groups.
        analyser: as of `suggest_codes`.
        minimum: only words that at least so many respondents of the group use.
        shuffles: how often to shuffle the groups.
        seed: text mixed into the seed, which otherwise comes from the item.

    Returns:
        One row an item, group and word that stands out (z above 0), the furthest first: n of
        base respondents of the group, n_others of base_others of the rest, log_odds (above 0
        where the group uses it more), z (log_odds by its standard error), shuffled_z (which the
        furthest word of any group passes in 1 of 20 shuffles) and p (in how many shuffles the
        furthest word passes this z). A word whose z is below shuffled_z is what chance gives.

        Words are respondents' own, so the frame is for the researcher.

    Raises:
        ParameterError: a column that is missing, `minimum` below 2, or `shuffles` below 1.

    >>> from lumo_analysis.analysis.word_analysis import WordList
    >>> responses = pd.DataFrame({"region": pd.Categorical(["north"] * 20 + ["south"] * 20)})
    >>> answers = pd.DataFrame({"respondent": range(40), "item": "i",
    ...     "answer": ["aina kiire"] * 20 + ["aina hyvin"] * 20})
    >>> rows = distinguishing_words(answers, responses, "region", WordList("none", {}))
    >>> rows[["group", "word", "n", "n_others"]].head(2)
       group        word   n  n_others
    0  north  aina kiire  20         0
    1  north       kiire  20         0
    """
    require_columns(answers, ANSWER_COLUMNS, "answers")
    if minimum < 2 or shuffles < 1:
        raise ParameterError("'minimum' must be 2 or more, and 'shuffles' 1 or more")
    grouping = grouping_of(responses, by)
    words = analyser_named(analyser) if isinstance(analyser, str) else analyser
    lemmas: dict[str, str] = {}
    rows: list[pd.DataFrame] = []
    for item, of_item in answers.dropna(subset="answer").groupby("item", sort=False):
        places = responses.index.get_indexer(pd.Index(of_item["respondent"]))
        if (places < 0).any():
            raise ParameterError(f"item '{item}': a respondent who is not among the responses")
        codes = grouping.codes[places]
        in_group = codes < len(grouping.groups)
        texts = of_item["answer"].to_numpy()[in_group]
        used = [set(_terms(text, words, lemmas)) for text in texts]
        names, table = _incidence(used, minimum)
        if names:
            found = _stand_out(
                table, codes[in_group], len(grouping.groups), shuffles, f"{seed}:{item}"
            )
            rows.append(_frame(str(item), grouping.groups, names, found, minimum))
    if not rows:
        return pd.DataFrame(columns=pd.Index(WORD_COLUMNS))
    return pd.concat(rows, ignore_index=True)


def _terms(text: str, analyser: Analyser, lemmas: dict[str, str]) -> Iterator[str]:
    """The lemmas of a text, and each two side by side; the likeliest lemma of each word."""
    own = []
    for word in words_of(text):
        if word not in lemmas:
            plain = word.replace("-", "")
            readings = analyser.analyse(plain).readings
            lemmas[word] = "".join(readings[0]) if readings else plain
        own.append(lemmas[word])
    yield from own
    yield from (f"{one} {two}" for one, two in itertools.pairwise(own))


def _incidence(used: list[set[str]], minimum: int) -> tuple[list[str], sparse.csr_array]:
    """Who uses which word (1 or 0), for words that enough respondents use."""
    counts = pd.Series(
        [term for terms in used for term in sorted(terms)], dtype="str"
    ).value_counts()
    names = sorted(counts.index[counts >= minimum])
    place = {name: column for column, name in enumerate(names)}
    pairs = [
        (row, place[term]) for row, terms in enumerate(used) for term in terms if term in place
    ]
    row, column = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    shape = (len(used), len(names))
    return names, sparse.csr_array((np.ones(len(row)), (row, column)), shape=shape)


def _log_odds(
    table: sparse.csr_array, codes: npt.NDArray[np.int64], groups: int
) -> tuple[Numbers, ...]:
    """How many of each group use each word, the groups' sizes, log-odds ratios and z."""
    member = sparse.csr_array(
        (np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=(groups, len(codes))
    )
    n = np.asarray((member @ table).todense(), dtype=np.float64)
    size = np.bincount(codes, minlength=groups).astype(np.float64)[:, None]
    everyone = n.sum(axis=0)
    prior = PRIOR * everyone / len(codes)
    others, rest = everyone - n, len(codes) - size
    # Half a respondent keeps the odds of a word that everyone uses finite.
    own_odds = np.log((n + prior) / (size - n + PRIOR - prior + 0.5))
    other_odds = np.log((others + prior) / (rest - others + PRIOR - prior + 0.5))
    spread = np.sqrt(1 / (n + prior) + 1 / (others + prior))
    log_odds = own_odds - other_odds
    return n, size, log_odds, log_odds / spread


def _stand_out(
    table: sparse.csr_array, codes: npt.NDArray[np.int64], groups: int, shuffles: int, seed: str
) -> tuple[Numbers, ...]:
    """What `_log_odds` gives, and the furthest z of each shuffle."""
    observed = _log_odds(table, codes, groups)
    source = random_source(seed)
    furthest = [
        float(_log_odds(table, source.permutation(codes), groups)[-1].max())
        for _ in range(shuffles)
    ]
    return (*observed, np.array(furthest))


def _frame(
    item: str, groups: tuple[str, ...], names: list[str], found: tuple[Numbers, ...], minimum: int
) -> pd.DataFrame:
    n, size, log_odds, z, furthest = found
    everyone, base = n.sum(axis=0), float(size.sum())
    reached = (furthest[None, None, :] >= z[:, :, None] - 1e-9).sum(axis=2)
    frames = []
    for group, name in enumerate(groups):
        columns = {
            "item": item,
            "group": name,
            "word": names,
            "n": n[group].astype(np.int64),
            "base": int(size[group, 0]),
            "n_others": (everyone - n[group]).astype(np.int64),
            "base_others": int(base - size[group, 0]),
            "log_odds": log_odds[group],
            "z": z[group],
            "shuffled_z": float(np.quantile(furthest, 0.95)),
            "p": (reached[group] + 1) / (len(furthest) + 1),
        }
        frame = pd.DataFrame(columns)[list(WORD_COLUMNS)]
        kept = frame[(frame["n"] >= minimum) & (frame["z"] > 0)]
        frames.append(kept.sort_values(["z", "word"], ascending=[False, True]))
    return pd.concat(frames, ignore_index=True)
