"""Keyword and topic statistics per publisher from crawled Korean and English news.

>>> import malmoi
>>> text = "반도체가 다시 팔린다. 정부는 반도체 수출 대책을 발표했다."
>>> [keyword.display for keyword in malmoi.keywords(text, top=2)]
['반도체', '반도체 수출 대책']

`analyze` is the main job: a crawl in, what each publisher says more than the others out. `malmoi.arrow` has what
works on batches of Arrow, `malmoi.spark` the same counts on a cluster. Everything is done by the Rust library of
the same name, with the same results.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, overload

from ._errors import (
    AnalysisError,
    ArticleError,
    CorpusError,
    CorpusNotFoundError,
    DictionaryError,
    MalmoiError,
    OptionError,
    OutputError,
    UserDictionaryError,
)
from ._malmoi import (
    Analysis,
    Analyzer,
    Comparison,
    Detection,
    Keyword,
    Reading,
    Run,
    Table,
    Token,
    Tokens,
    Topics,
    __version__,
    analyze,
    compare,
    detect,
    topics,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from . import arrow as arrow
    from . import spark as spark

__all__ = [
    "Analysis",
    "AnalysisError",
    "Analyzer",
    "ArticleError",
    "Comparison",
    "CorpusError",
    "CorpusNotFoundError",
    "Detection",
    "DictionaryError",
    "Keyword",
    "MalmoiError",
    "OptionError",
    "OutputError",
    "Reading",
    "Run",
    "Table",
    "Token",
    "Tokens",
    "Topics",
    "UserDictionaryError",
    "__version__",
    "analyze",
    "compare",
    "default_analyzer",
    "detect",
    "keywords",
    "tokenize",
    "topics",
]


Sequence.register(Tokens)


def __getattr__(name: str) -> Any:
    """Import `malmoi.arrow` and `malmoi.spark` when they are asked for."""
    if name in ("arrow", "spark"):
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


_default: Analyzer | None = None


def default_analyzer() -> Analyzer:
    """Return the analyzer that is used where none is given: one for the whole process.

    >>> import malmoi
    >>> malmoi.default_analyzer()
    Analyzer(compounds='none', lemmas=False, engine='malmoi')
    """
    global _default
    if _default is None:
        _default = Analyzer()
    return _default


@overload
def tokenize(  # type: ignore[overload-overlap]
    text: str, *, threads: int = ...
) -> Tokens: ...
@overload
def tokenize(text: Iterable[str], *, threads: int = ...) -> list[Tokens]: ...
def tokenize(
    text: str | Iterable[str], *, threads: int = 1
) -> Tokens | list[Tokens]:
    """Split a text into tokens, or each of several, with the default analyzer.

    Several texts may be split on several threads; the GIL is released in any case.

    >>> import malmoi
    >>> [(token.surface, token.pos) for token in malmoi.tokenize("비가 왔다")]
    [('비', 'NNG'), ('가', 'JKS'), ('왔', 'VV+EP'), ('다', 'EC')]
    >>> [len(tokens) for tokens in malmoi.tokenize(["비가 왔다", "It rained"])]
    [4, 2]
    """
    return default_analyzer().tokenize(text, threads=threads)


@overload
def keywords(  # type: ignore[overload-overlap]
    text: str, *, top: int = ..., threads: int = ...
) -> list[Keyword]: ...
@overload
def keywords(
    text: Iterable[str], *, top: int = ..., threads: int = ...
) -> list[list[Keyword]]: ...
def keywords(
    text: str | Iterable[str], *, top: int = 20, threads: int = 1
) -> list[Keyword] | list[list[Keyword]]:
    """Return the keywords of a text, or of each of several, best first and at most `top`.

    No other text has a say: a text has the same keywords alone and among others.

    >>> import malmoi
    >>> text = "Rice fell. The price of rice fell by half, and so did the price of wheat."
    >>> best = malmoi.keywords(text)[0]
    >>> best.term, best.count, 0 < best.score < 1
    ('price', 2, True)
    """
    return default_analyzer().keywords(text, top=top, threads=threads)
