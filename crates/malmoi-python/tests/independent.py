"""Counts made in Python from tokens alone, to compare with."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow

import malmoi
import malmoi.arrow

Key: TypeAlias = tuple[str, str | None, str, str | None, str | None]
Numbers: TypeAlias = tuple[int, int, int, int]


def articles_of(folder: str) -> pyarrow.Table:
    """Return the articles of a crawl."""
    paths = [path for path in sorted(Path(folder).rglob("*")) if path.is_file()]
    files = [{"path": str(path), "content": path.read_bytes()} for path in paths]
    articles = malmoi.arrow.read_articles(pyarrow.Table.from_pylist(files))
    return articles.filter(articles["text"].is_valid())


def count(articles: list[dict[str, Any]]) -> dict[Key, Numbers]:
    """Count articles with title and text, one after the other."""
    sums: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for article in articles:
        title = article.get("title")
        text = article["text"] if title is None else f"{title}\n{article['text']}"
        published = article.get("published_at")
        lang = malmoi.detect(text).lang
        group = (article["publisher"] or "(unknown)", published and published[:10], lang)
        tokens = malmoi.tokenize(text)
        terms = Counter((token.term, token.lang) for token in tokens if token.kind == "term")
        size = sum(token.kind in ("term", "word") for token in tokens)
        for key, numbers in [
            ((*group, None, None), (0, 0, 1, size)),
            *(((*group, *term), (n, 1, 0, 0)) for term, n in terms.items()),
        ]:
            sums[key] = [a + b for a, b in zip(sums[key], numbers, strict=True)]
    return {key: (n[0], n[1], n[2], n[3]) for key, n in sums.items()}


def rows_of(counts: pyarrow.Table) -> dict[Key, Numbers]:
    """Return counts as `count` does; each key must have one row."""
    rows = {
        (row["publisher"], row["day"], row["lang"], row["term"], row["term_lang"]): (
            row["tf"],
            row["df"],
            row["docs"],
            row["tokens"],
        )
        for row in counts.to_pylist()
    }
    assert len(rows) == counts.num_rows
    return rows
