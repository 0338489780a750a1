from __future__ import annotations

import os
import shutil

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

import lumo_analysis as lumo
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.questionnaire_file import load_questionnaire
from lumo_analysis.survey.survey import survey_folder

ANSWERS = {"coping": ["poor", "neither", "good"], "region": ["north", "south", "west"]}
DASK = pytest.param("dask", marks=pytest.mark.heavy)
TYPED = ["polars", "polars lazy", "duckdb", DASK]
SPARK = pytest.param("spark", marks=pytest.mark.heavy)
ENGINES = [*TYPED, SPARK, "parquet", "folder"]


@pytest.fixture(scope="module")
def responses() -> pd.DataFrame:
    """Ordered answers, options, weights and every kind of missing; nobody is in the west."""
    source = np.random.default_rng(3)
    n = 200
    coping = source.choice(["poor", "good", None], n, p=[0.3, 0.5, 0.2])
    region = source.choice(["north", "south", None], n)
    none = source.random(n) < 0.2
    options = {
        f"help__{name}": pd.array(np.where(none, None, source.random(n) < 0.5), dtype="boolean")
        for name in ("talk", "money")
    }
    return pd.DataFrame(
        {
            "coping": pd.Categorical(coping, ANSWERS["coping"], ordered=True),
            "region": pd.Categorical(region, ANSWERS["region"]),
            **options,
            # Halves and quarters: their sums are exact in any order.
            "weight": source.integers(1, 9, n) / 4,
        }
    )


def _text(responses: pd.DataFrame) -> dict[str, list[object]]:
    values = responses.astype(object).where(responses.notna(), None)
    return {str(name): values[name].tolist() for name in responses}


def _polars(responses: pd.DataFrame, *, typed: bool) -> pl.DataFrame:
    enums = {name: pl.Enum(levels) for name, levels in ANSWERS.items() if typed}
    return pl.DataFrame(_text(responses), schema_overrides=enums)


def _spark(responses: pd.DataFrame):
    """A frame of PySpark, which is no package of the project's: it is large and needs Java."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        pytest.skip("pyspark needs Java, which is not installed")
    types = {name: "boolean" if "__" in name else "string" for name in responses}
    session = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    rows = list(zip(*_text(responses).values(), strict=True))
    schema = ", ".join(f"{name} {type_}" for name, type_ in types.items())
    return session.getOrCreate().createDataFrame(rows, schema)


def _frame(engine: str, responses: pd.DataFrame, folder, *, typed: bool = True):
    frame = _polars(responses, typed=typed)
    if engine == "polars":
        return frame
    if engine == "polars lazy":
        return frame.lazy()
    if engine == "dask":
        reason = "dask is not installed (the extra 'dask')"
        dask = pytest.importorskip("dask.dataframe", reason=reason)
        return dask.from_pandas(responses, npartitions=3)
    if engine == "spark":
        return _spark(responses)
    path = folder / "responses.parquet"
    frame.write_parquet(path)
    if engine == "parquet":
        return path
    if engine == "folder":
        path.unlink()
        for number, part in enumerate((frame[:70], frame[70:])):
            part.write_parquet(folder / f"{number}.parquet")
        return folder
    connection = duckdb.connect()
    if not typed:
        return connection.read_parquet(str(path))
    for name, levels in ANSWERS.items():
        listed = ", ".join(f"'{level}'" for level in levels)
        connection.execute(f"CREATE TYPE {name} AS ENUM ({listed})")
    casts = "coping::VARCHAR::coping AS coping, region::VARCHAR::region AS region"
    return connection.sql(f"SELECT * REPLACE ({casts}) FROM read_parquet('{path}')")


@pytest.mark.parametrize("engine", TYPED)
@pytest.mark.parametrize(
    "options",
    [{}, {"by": "region"}, {"by": "region", "weight": "weight"}, {"stratum": "region"}],
    ids=lambda options: "-".join(options) or "all",
)
def test_every_engine_counts_as_pandas_does(engine, options, responses, tmp_path):
    expected = count_answers(responses, ["coping", "help"], **options)
    frame = _frame(engine, responses, tmp_path)
    actual = count_answers(frame, ["coping", "help"], **options)
    pd.testing.assert_frame_equal(actual, expected)


@pytest.fixture(scope="module")
def survey():
    return lumo.load_survey("workers-2021")


@pytest.mark.parametrize("engine", ENGINES)
def test_text_is_counted_by_the_questionnaire(engine, survey, tmp_path):
    questionnaire = survey.questionnaire
    items = [item for item in questionnaire.items if item.closed and item.id != "region"][:8]
    expected = count_answers(survey.responses, items, by="region", questionnaire=questionnaire)
    names = {"region", *(item.id for item in items)}
    columns = [name for name in survey.responses if name.split("__")[0] in names]
    frame = _frame(engine, survey.responses[columns], tmp_path, typed=False)
    actual = count_answers(frame, items, by="region", questionnaire=questionnaire)
    pd.testing.assert_frame_equal(actual, expected)


def test_a_value_that_is_no_answer_is_refused_without_being_told():
    frame = pl.DataFrame({"coping": ["good", "secret words"]})
    questionnaire = load_questionnaire(survey_folder("workers-2021") / "questionnaire.yaml")
    with pytest.raises(ParameterError, match="has 1 categories that its scale lacks") as caught:
        count_answers(frame, ["coping"], questionnaire=questionnaire)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("items", "options", "told"),
    [
        (["copin"], {}, "did you mean 'coping'"),
        (["coping"], {"by": "regon"}, "did you mean 'region'"),
        (["coping"], {"by": "coping"}, "can't be compared by itself"),
        (["coping"], {"weight": "region"}, "holds no numbers"),
        (["coping"], {"weight": "bad"}, "2 respondents have no weight in 'bad'"),
        (["words"], {}, "no fixed answers"),
        (["help"], {}, "'help__talk' is not boolean"),
    ],
)
def test_a_mistake_is_told_as_in_pandas(items, options, told):
    enums = {"coping": pl.Enum(ANSWERS["coping"]), "region": pl.Enum(ANSWERS["region"])}
    frame = pl.DataFrame(
        {
            "coping": ["good", "poor", None],
            "region": ["north", None, "south"],
            "bad": [1.0, None, -1.0],
            "words": ["a", "b", "c"],
            "help__talk": [1, 0, 1],
        },
        schema_overrides=enums,
    )
    with pytest.raises(ParameterError, match=told):
        count_answers(frame, items, **options)


def test_what_is_no_frame_is_refused():
    with pytest.raises(ParameterError, match="of the type list can't be counted"):
        count_answers([1, 2], ["coping"])


def test_a_file_that_is_no_parquet_is_refused_without_its_content(tmp_path):
    path = tmp_path / "x.parquet"
    path.write_text("secret words", encoding="utf-8")
    with pytest.raises(ParameterError, match="can't be read as Parquet") as caught:
        count_answers(path, ["coping"])
    assert "secret" not in str(caught.value)
