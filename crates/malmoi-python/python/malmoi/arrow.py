"""Batches of Arrow in, batches of Arrow out: what Spark, Ray Data, DuckDB and Polars can call.

Every function takes whatever speaks the Arrow PyCapsule interface: record batches and tables of PyArrow, data
frames of Polars and pandas. What PyArrow gives comes back as the same type of PyArrow; for all others the answer is
a `malmoi.Table`, which they take without copying. Rows are worked on by the thread that calls, since such
engines have a process for each core already, and without the GIL.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from . import _malmoi
from ._malmoi import Analyzer, Reading, Table

if TYPE_CHECKING:
    from ._types import Articles

__all__ = ["count_terms", "detect", "keywords", "read_articles", "tokenize"]


def _analyzer(analyzer: Analyzer | None) -> Analyzer:
    from . import default_analyzer

    return default_analyzer() if analyzer is None else analyzer


def _like(given: object, found: Table) -> Any:
    """Return PyArrow's own type for what PyArrow gave."""
    pyarrow = sys.modules.get("pyarrow")
    if pyarrow is None or not isinstance(given, (pyarrow.RecordBatch, pyarrow.Table)):
        return found
    table = pyarrow.table(found)
    if isinstance(given, pyarrow.Table):
        return table
    batches = table.combine_chunks().to_batches()
    if batches:
        return batches[0]
    return pyarrow.RecordBatch.from_pylist([], schema=table.schema)


def count_terms(
    batch: Any,
    *,
    text: str = "text",
    title: str | None = None,
    publisher: str | None = "publisher",
    date: str | None = "published_at",
    analyzer: Analyzer | None = None,
) -> Any:
    """Count the terms of a batch in which each row is an article.

    `text`, `title`, `publisher` and `date` are names of columns; the title counts as part of the text. Texts are taken
    as they are: nothing is cleaned, and no copy is looked for. A row without a text is no article.

    The answer has the columns `publisher`, `day` (null where it is not known), `lang` (of the article), `term`,
    `term_lang` (of the term, which in a Korean article may be English), `tf` (how often it comes), `df` (in how many
    articles), `docs` and `tokens` (articles and running words of the publisher, day and language). Those two
    stand in rows of their own, which have no term, so that all numbers of all batches add up by the first five columns.
    `df` adds up rightly only if one row is one article.

    >>> import pyarrow
    >>> import malmoi.arrow
    >>> batch = pyarrow.RecordBatch.from_pylist(
    ...     [{"publisher": "한빛일보", "published_at": "2026-01-02", "text": "정부는 대책을 발표했다."}]
    ... )
    >>> for row in malmoi.arrow.count_terms(batch).to_pylist():
    ...     print(row["day"], row["lang"], row["term"], row["tf"], row["df"], row["docs"], row["tokens"])
    2026-01-02 ko None 0 0 1 7
    2026-01-02 ko 대책 1 1 0 0
    2026-01-02 ko 정부 1 1 0 0
    """
    return count(batch, (text, title, publisher, date), analyzer, spread=False)


def count(
    batch: Any, articles: Articles, analyzer: Analyzer | None, *, spread: bool
) -> Any:
    """Count as `count_terms` does; with `spread` all that keyness needs, for `malmoi.spark`."""
    found = _malmoi.count_batch(batch, _analyzer(analyzer), articles, spread)
    return _like(batch, found)


def tokenize(
    batch: Any, *, text: str = "text", analyzer: Analyzer | None = None
) -> Any:
    """Add a column `tokens` to a batch: of each text a list of `surface`, `term`, `pos`, `lang`, `kind`, `start` and `end`.

    >>> import pyarrow
    >>> import malmoi.arrow
    >>> table = malmoi.arrow.tokenize(pyarrow.table({"text": ["비가 왔다"]}))
    >>> [token["surface"] for token in table["tokens"][0].as_py()]
    ['비', '가', '왔', '다']
    """
    return _like(batch, _malmoi.tokenize_batch(batch, _analyzer(analyzer), text))


def keywords(
    batch: Any,
    *,
    text: str = "text",
    title: str | None = None,
    top: int = 20,
    analyzer: Analyzer | None = None,
) -> Any:
    """Add columns `lang` and `keywords` to a batch: of each text its language, and a list of `term`, `display`, `score` and
    `count`, best first.

    >>> import pyarrow
    >>> import malmoi.arrow
    >>> table = malmoi.arrow.keywords(pyarrow.table({"text": ["The price of rice fell by half"]}), top=1)
    >>> table["keywords"][0].as_py()[0]["display"]
    'rice fell'
    """
    found = _malmoi.keywords_batch(batch, _analyzer(analyzer), text, title, top)
    return _like(batch, found)


def detect(batch: Any, *, text: str = "text", analyzer: Analyzer | None = None) -> Any:
    """Add columns `lang` and `confidence` to a batch.

    >>> import pyarrow
    >>> import malmoi.arrow
    >>> malmoi.arrow.detect(pyarrow.table({"text": ["정부는 대책을 발표했다."]}))["lang"].to_pylist()
    ['ko']
    """
    return _like(batch, _malmoi.detect_batch(batch, _analyzer(analyzer), text))


def read_articles(
    batch: Any,
    *,
    path: str = "path",
    content: str = "content",
    reading: Reading | None = None,
) -> Any:
    """Read the articles of files, a row for each file with its path and its bytes, as `analyze` reads them.

    The answer has a row for each article, cleaned: `path`, `entry`, `id`, `title`, `text`, `publisher`, `published_at` and
    all other columns that a store has of articles (`docs/store.md`); what could not be read has no `text`, but `reason` and
    `detail`.

    >>> import pyarrow
    >>> import malmoi.arrow
    >>> files = pyarrow.table({"path": ["a.jsonl"], "content": [b'{"id": 7, "text": "It rained."}']})
    >>> malmoi.arrow.read_articles(files)["text"].to_pylist()
    ['It rained.']
    """
    return _like(batch, _malmoi.read_batch(batch, path, content, reading))
