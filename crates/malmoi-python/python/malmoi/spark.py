"""The same counts on Spark: the kernels of `malmoi.arrow` on every partition, added up by Spark's own shuffle.

What needs all articles at once is not done here: no words are learnt from the crawl, no boilerplate and no copies are
found, and every row counts. So counts are those of `malmoi.analyze(..., new_words=False,
keep_boilerplate=True, duplicates="count")` on the same articles, to the last count, if `read_store` or `read_articles` has
read them; texts and publishers of other data frames are taken as they are. `docs/spark.md` says how to run this on a cluster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import _malmoi
from ._malmoi import Analyzer, Reading, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import Column, DataFrame, SparkSession

    from ._types import Articles

__all__ = ["count_terms", "keyness", "keywords", "read_articles", "read_store"]

# What tells rows apart, and what is added up: of counts, and with all that keyness needs.
_COUNTS = (
    ["publisher", "day", "lang", "term", "term_lang"],
    ["tf", "df", "docs", "tokens"],
)
_SUMS = (_malmoi.SUM_TEXTS, _malmoi.SUM_NUMBERS)


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
    kernel = _Count((text, title, publisher, date), analyzer, spread=False)
    return _added(kernel.of(df, _schema(*_COUNTS)), _COUNTS)


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

    kernel = _Count((text, title, publisher, date), analyzer, spread=True)
    partial = kernel.of(df, f"{_schema(*_SUMS)}, largest array<int>")
    largest = functions.flatten(functions.collect_list("largest"))
    most = functions.slice(
        functions.sort_array(largest, asc=False), 1, _malmoi.LARGEST
    ).alias("largest")
    added = _added(partial, _SUMS, most)
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
    schema = _schema(_malmoi.ARTICLE_TEXTS, _malmoi.ARTICLE_NUMBERS)
    return files.mapInArrow(_Read(reading), schema)


def read_store(spark: SparkSession, path: str) -> DataFrame:
    """Read the articles of a store that `malmoi add` has made, with all columns that `docs/store.md` names."""
    rows = spark.read.parquet(f"{path.rstrip('/')}/articles")
    return rows.where("reason IS NULL")


def _schema(texts: list[str], numbers: list[str]) -> str:
    """Return columns as Spark describes them."""
    kinds = {"nn": "decimal(38,0)", "nnn": "decimal(38,0)"}
    columns = [f"{name} string" for name in texts]
    columns += [f"{name} {kinds.get(name, 'bigint')}" for name in numbers]
    return ", ".join(columns)


def _added(
    partial: DataFrame, columns: tuple[list[str], list[str]], *more: Column
) -> DataFrame:
    from pyspark.sql import functions

    texts, numbers = columns
    sums = [functions.sum(name).alias(name) for name in numbers]
    return partial.groupBy(*texts).agg(*sums, *more)


class _Kernel:
    """A kernel as Spark ships it: by the name of its class and its arguments, so that executors import malmoi themselves."""

    def one(self, batch: Any) -> Any:
        raise NotImplementedError

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield self.one(batch)


class _Count(_Kernel):
    def __init__(
        self, articles: Articles, analyzer: Analyzer | None, *, spread: bool
    ) -> None:
        self.articles = articles
        self.analyzer = analyzer
        self.spread = spread

    def of(self, df: DataFrame, schema: str) -> DataFrame:
        """Return what it makes of the columns that it needs."""
        columns = [df[name] for name in dict.fromkeys(self.articles) if name is not None]
        return df.select(*columns).mapInArrow(self, schema)

    def one(self, batch: Any) -> Any:
        from . import arrow

        return arrow.count(batch, self.articles, self.analyzer, spread=self.spread)


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
