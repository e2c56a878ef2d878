"""All that keyness needs, as rows that can be added up."""

from __future__ import annotations

from typing import Any

from . import _malmoi
from ._malmoi import Analyzer

TEXTS = _malmoi.SUM_TEXTS
NUMBERS = _malmoi.SUM_NUMBERS
LARGEST = _malmoi.LARGEST

SPARK_SCHEMA = ", ".join(
    [f"{name} string" for name in TEXTS]
    + [
        f"{name} {'decimal(38,0)' if name in ('nn', 'nnn') else 'bigint'}"
        for name in NUMBERS
    ]
    + ["largest array<int>"]
)


def sums(
    batch: Any,
    *,
    text: str,
    title: str | None,
    publisher: str | None,
    date: str | None,
    analyzer: Analyzer | None,
) -> Any:
    """Count the terms of a batch, with what keyness needs beside the counts."""
    from .arrow import _analyzer, _like

    found = _malmoi.sums_batch(
        batch, _analyzer(analyzer), text, title, publisher, date
    )
    return _like(batch, found)
