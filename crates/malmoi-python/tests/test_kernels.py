"""The kernels on batches of Arrow, against counts that nothing but Python makes."""

from __future__ import annotations

import datetime
import decimal
from collections import Counter
from collections.abc import Iterator
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest

import malmoi
import malmoi.arrow
from independent import articles_of, count, rows_of

NUMBERS = ["tf", "df", "docs", "tokens"]
TEXTS = ["publisher", "day", "lang", "term", "term_lang"]


@pytest.fixture(scope="module")
def articles(newsroom: str) -> pyarrow.Table:
    return articles_of(newsroom)


def test_counts_are_those_of_a_count_in_python(articles: pyarrow.Table) -> None:
    found = malmoi.arrow.count_terms(articles.combine_chunks(), title="title")
    assert rows_of(found) == count(articles.to_pylist())
    assert found.num_rows > 1_000


def test_counts_of_portions_add_up(articles: pyarrow.Table) -> None:
    sums: Counter[tuple[Any, ...]] = Counter()
    batches = articles.to_batches(max_chunksize=7)
    assert len(batches) > 5
    for batch in batches:
        found = malmoi.arrow.count_terms(batch, title="title")
        assert isinstance(found, pyarrow.RecordBatch)
        for row in found.to_pylist():
            for name in NUMBERS:
                sums[(*(row[text] for text in TEXTS), name)] += row[name]
    expected = count(articles.to_pylist())
    keys = {key[:-1] for key in sums}
    assert {key: tuple(sums[(*key, name)] for name in NUMBERS) for key in keys} == expected


def test_counts_are_those_of_the_whole_analysis(articles: pyarrow.Table, newsroom: str) -> None:
    analysis = malmoi.analyze(
        newsroom, new_words=False, keep_boilerplate=True, duplicates="count"
    )
    counted = {(row["id"], row["publisher"]) for row in analysis.documents.to_pylist()}
    left = [row for row in articles.to_pylist() if (row["id"], row["publisher"]) in counted]
    # An article that was crawled again unchanged is counted once.
    left = list({(row["id"], row["publisher"]): row for row in left}.values())
    found = malmoi.arrow.count_terms(pyarrow.Table.from_pylist(left), title="title")
    frame = found.to_pandas().groupby(["publisher", "lang", "term", "term_lang"])
    sums = {key: (row.tf, row.df) for key, row in frame[["tf", "df"]].sum().iterrows()}
    expected = {
        (row["publisher"], row["language"], row["term"], row["term_language"]): (
            row["count"],
            row["articles"],
        )
        for row in analysis.terms.to_pylist()
    }
    assert sums == expected


def test_whatever_speaks_arrow_may_ask(articles: pyarrow.Table) -> None:
    expected = malmoi.arrow.count_terms(articles).to_pylist()
    asked: list[Any] = [polars.DataFrame(articles), articles.to_pandas()]
    for table in asked:
        assert malmoi.arrow.count_terms(table).to_pylist() == expected
    columns = articles.select(["text"])
    answer = malmoi.arrow.detect(columns)
    assert answer.column_names == ["text", "lang", "confidence"]
    found = duckdb.execute("SELECT lang, count(*) FROM answer GROUP BY lang ORDER BY lang").fetchall()
    assert [lang for lang, _ in found] == ["en", "ko"]


def test_days_are_told_from_dates_of_any_type() -> None:
    day = pandas.Timestamp("2026-01-02 23:30")
    for dates in (
        pyarrow.array(["2026-01-02 23:30"]),
        pyarrow.array([day.date()]),
        pyarrow.array([day]),
        pyarrow.array([day.tz_localize("Asia/Seoul")]),
        pyarrow.array(["2026-01-02T23:30:00+09:00"], pyarrow.large_string()),
    ):
        batch = pyarrow.table({"text": ["It rained."], "published_at": dates})
        found = malmoi.arrow.count_terms(batch, publisher=None)
        assert {row["day"] for row in found.to_pylist()} == {"2026-01-02"}, dates.type
        assert {row["publisher"] for row in found.to_pylist()} == {"(unknown)"}


def test_rows_keep_their_columns_and_texts_that_are_missing_stay_so() -> None:
    batch = pyarrow.RecordBatch.from_pydict(
        {"id": [1, 2, 3], "text": ["비가 왔다", None, ""], "n": [1.5, 2.5, 3.5]}
    )
    tokens = malmoi.arrow.tokenize(batch)
    assert tokens.column_names == ["id", "text", "n", "tokens"]
    assert [None if t is None else len(t) for t in tokens["tokens"].to_pylist()] == [4, None, 0]
    own = malmoi.tokenize("비가 왔다")[0]
    first = tokens["tokens"][0].as_py()[0]
    assert first == {name: getattr(own, name) for name in first} and len(first) == 7
    keywords = malmoi.arrow.keywords(batch.slice(1, 1))
    assert keywords["keywords"].to_pylist() == [None]
    assert malmoi.arrow.detect(batch)["lang"].to_pylist() == ["ko", None, "und"]
    assert malmoi.arrow.count_terms(batch, publisher=None, date=None)["docs"].to_pylist()[0] == 1
    empty = malmoi.arrow.count_terms(batch.slice(0, 0), publisher=None, date=None)
    assert empty.num_rows == 0 and empty.schema.names == TEXTS + NUMBERS


def test_columns_that_pass_through_stay_as_they_are() -> None:
    fields = [("text", pyarrow.large_string()), ("a", pyarrow.int8()), ("a", pyarrow.date32())]
    schema = pyarrow.schema(fields, metadata={"index": "id"})
    day = datetime.date(2026, 1, 2)
    table = pyarrow.Table.from_arrays([["비가"], [1], [day]], schema=schema)
    found = malmoi.arrow.detect(table)
    assert found.schema.metadata == {b"index": b"id"}
    assert [column.to_pylist() for column in found.columns[:3]] == [["비가"], [1], [day]]
    frame = malmoi.arrow.detect(polars.DataFrame({"text": ["비가"], "n": [1], "day": [day]}))
    row = frame.to_pylist()[0]
    assert (row["text"], row["n"], row["day"], row["lang"]) == ("비가", 1, "2026-01-02", "ko")


def test_what_is_no_text_is_told() -> None:
    for column in (pyarrow.array(["정부".encode("cp949")], pyarrow.binary()), pyarrow.array([["정부"]])):
        with pytest.raises(malmoi.OptionError, match="cannot be read as text"):
            malmoi.arrow.detect(pyarrow.table({"text": column}))


def test_a_table_that_breaks_off_is_an_error() -> None:
    schema = pyarrow.schema([("text", pyarrow.string()), ("publisher", pyarrow.string())])

    def batches() -> Iterator[pyarrow.RecordBatch]:
        yield pyarrow.RecordBatch.from_pylist([{"text": "비가 왔다", "publisher": "한빛일보"}] * 3, schema)
        raise OSError("the line is dead")

    def reader() -> pyarrow.RecordBatchReader:
        return pyarrow.RecordBatchReader.from_batches(schema, batches())

    for work in (malmoi.analyze, lambda table: malmoi.topics(table, k=2)):
        with pytest.raises(malmoi.OptionError, match="the line is dead"):
            work(reader())


def test_keywords_of_rows_are_those_of_texts(articles: pyarrow.Table) -> None:
    found = malmoi.arrow.keywords(articles, top=4)
    expected = malmoi.keywords(articles["text"].to_pylist(), top=4)
    for row, keywords in zip(found["keywords"].to_pylist(), expected, strict=True):
        assert [(k["term"], k["score"]) for k in row] == [(k.term, k.score) for k in keywords]


def test_a_column_that_is_not_there_is_told(articles: pyarrow.Table) -> None:
    with pytest.raises(malmoi.OptionError, match="'?\"body\"'?.*title"):
        malmoi.arrow.count_terms(articles, text="body")


def test_columns_without_values_and_of_other_types_come_back() -> None:
    frame = polars.DataFrame(
        {
            "text": ["비가 왔다", "눈"],
            "author": [None, None],
            "price": [decimal.Decimal("1.20"), None],
            "raw": [b"\xff\xfe", b"x"],
        }
    )
    rows = malmoi.arrow.detect(frame).to_pylist()
    assert [row["author"] for row in rows] == [None, None]
    assert [row["price"] for row in rows] == ["1.20", None]
    assert [row["raw"] for row in rows] == [b"\xff\xfe", b"x"]
    assert malmoi.analyze(frame.drop("raw")).balance["counted"] == 2
