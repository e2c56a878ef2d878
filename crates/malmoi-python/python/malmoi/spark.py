"""The same counts on Spark: the kernels of `malmoi.arrow` on every partition, added up by Spark's own shuffle.

What needs all articles at once is not done here: no words are learnt from the crawl, no boilerplate and no copies are
found, and every row counts. So the numbers are those of `malmoi.analyze(..., new_words=False,
keep_boilerplate=True, duplicates="count")` on the same articles, to the last count. `docs/spark.md` says how to run this on a
cluster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import _malmoi
from ._malmoi import Analyzer, Reading, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyspark.sql import DataFrame, SparkSession

__all__ = ["count_terms", "keyness", "keywords", "read_articles", "read_store"]

_TEXTS = ["publisher", "day", "lang", "term", "term_lang"]
_NUMBERS = ["tf", "df", "docs", "tokens"]


def count_terms(
    df: DataFrame,
    *,
    text: str = "text",
    title: str | None = None,
    publisher: str | None = "publisher",
    date: str | None = "published_at",
    analyzer: Analyzer | None = None,
) -> DataFrame:
    """Count the terms of a data frame in which each row is an article, by publisher, day and language.

    The arguments and the columns are those of `malmoi.arrow.count_terms`; each combination of the first five columns has
    one row. `df` is right only if one row is one article.
    """
    schema = ", ".join(
        [f"{name} string" for name in _TEXTS] + [f"{name} bigint" for name in _NUMBERS]
    )
    partial = _map(
        df,
        [text, title, publisher, date],
        _Count(text, title, publisher, date, analyzer),
        schema,
    )
    from pyspark.sql import functions

    sums = [functions.sum(name).alias(name) for name in _NUMBERS]
    return partial.groupBy(*_TEXTS).agg(*sums)


def keywords(
    df: DataFrame,
    *,
    text: str = "text",
    title: str | None = None,
    top: int = 20,
    analyzer: Analyzer | None = None,
) -> DataFrame:
    """Add columns `lang` and `keywords` to a data frame, as `malmoi.arrow.keywords` does. No other row has a say."""
    from pyspark.sql.types import (
        ArrayType,
        DoubleType,
        LongType,
        StringType,
        StructField,
        StructType,
    )

    keyword = StructType(
        [
            StructField("term", StringType()),
            StructField("display", StringType()),
            StructField("score", DoubleType()),
            StructField("count", LongType()),
        ]
    )
    more = [
        StructField("lang", StringType()),
        StructField("keywords", ArrayType(keyword)),
    ]
    names = {field.name for field in more}
    old = [field for field in df.schema.fields if field.name not in names]
    return df.mapInArrow(
        _Keywords(text, title, top, analyzer), StructType(old + more)
    )


def keyness(
    df: DataFrame,
    *,
    text: str = "text",
    title: str | None = None,
    publisher: str | None = "publisher",
    date: str | None = "published_at",
    analyzer: Analyzer | None = None,
    top: int = 50,
) -> Table:
    """Find what each publisher says more than the others, and less.

    Executors count and Spark adds up; the sums, a row for each term, publisher and day, come to the driver, where the same code
    works on them as on one machine. The columns are those of the table `keywords`, of which those about single articles are empty.
    """
    from pyspark.sql import functions

    from . import _sums

    partial = _map(
        df,
        [text, title, publisher, date],
        _Count(text, title, publisher, date, analyzer, spread=True),
        _sums.SPARK_SCHEMA,
    )
    sums = [functions.sum(name).alias(name) for name in _sums.NUMBERS]
    largest = functions.flatten(functions.collect_list("largest"))
    most = functions.slice(
        functions.sort_array(largest, asc=False), 1, _sums.LARGEST
    ).alias("largest")
    added = partial.groupBy(*_sums.TEXTS).agg(*sums, most)
    return _malmoi.keyness_of_sums(added.toArrow(), top)


def read_articles(
    spark: SparkSession, path: str, *, reading: Reading | None = None
) -> DataFrame:
    """Read the files of a crawl, all of them below `path`, as `malmoi.analyze` reads them.

    The columns are those of `malmoi.arrow.read_articles`. Rows with a `reason` are what could not be read.
    A file is read whole by one task.
    """
    files = (
        spark.read.format("binaryFile")
        .option("recursiveFileLookup", "true")
        .load(path)
        .select("path", "content")
    )
    schema = ", ".join(f"{name} string" for name in _malmoi.ARTICLE_COLUMNS)
    return files.mapInArrow(_Read(reading), schema)


def read_store(spark: SparkSession, path: str) -> DataFrame:
    """Read the articles of a store that `malmoi add` has made."""
    rows = spark.read.parquet(f"{path.rstrip('/')}/articles")
    return rows.where("reason IS NULL")


def _map(
    df: DataFrame,
    columns: list[str | None],
    kernel: Callable[[Iterator[Any]], Iterator[Any]],
    schema: str,
) -> DataFrame:
    chosen = [df[name] for name in dict.fromkeys(columns) if name is not None]
    return df.select(*chosen).mapInArrow(kernel, schema)


class _Kernel:
    """A kernel as Spark ships it: by the name of its class and its arguments, so that executors import malmoi themselves."""

    def one(self, batch: Any) -> Any:
        raise NotImplementedError

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield self.one(batch)


class _Count(_Kernel):
    def __init__(
        self,
        text: str,
        title: str | None,
        publisher: str | None,
        date: str | None,
        analyzer: Analyzer | None,
        spread: bool = False,
    ) -> None:
        self.columns: dict[str, Any] = {
            "text": text,
            "title": title,
            "publisher": publisher,
            "date": date,
        }
        self.analyzer = analyzer
        self.spread = spread

    def one(self, batch: Any) -> Any:
        from . import _sums, arrow

        count = _sums.sums if self.spread else arrow.count_terms
        return count(batch, **self.columns, analyzer=self.analyzer)


class _Keywords(_Kernel):
    def __init__(
        self, text: str, title: str | None, top: int, analyzer: Analyzer | None
    ) -> None:
        self.columns: dict[str, Any] = {"text": text, "title": title, "top": top}
        self.analyzer = analyzer

    def one(self, batch: Any) -> Any:
        from . import arrow

        return arrow.keywords(batch, **self.columns, analyzer=self.analyzer)


class _Read(_Kernel):
    def __init__(self, reading: Reading | None) -> None:
        self.reading = reading

    def one(self, batch: Any) -> Any:
        from . import arrow

        return arrow.read_articles(batch, reading=self.reading)
