"""The part of malmoi that is Rust."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, final, overload

import pandas
import polars
import pyarrow

from ._types import ArrowData, Compounds, Duplicates, Engine, Source, StrPath

__version__: str
ARTICLE_COLUMNS: list[str]
SUM_TEXTS: list[str]
SUM_NUMBERS: list[str]
LARGEST: int

@final
class Token:
    @property
    def surface(self) -> str: ...
    @property
    def term(self) -> str: ...
    @property
    def pos(self) -> str: ...
    @property
    def lang(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def is_term(self) -> bool: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Keyword:
    @property
    def term(self) -> str: ...
    @property
    def display(self) -> str: ...
    @property
    def lang(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def count(self) -> int: ...

@final
class Run:
    @property
    def lang(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...

@final
class Detection:
    @property
    def lang(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def runs(self) -> list[Run]: ...

@final
class Analyzer:
    def __new__(
        cls,
        *,
        user_dictionary: StrPath | Sequence[StrPath] | None = None,
        words: Sequence[str] | None = None,
        compounds: Compounds = "none",
        lemmas: bool = False,
        engine: Engine = "malmoi",
        dictionaries: Mapping[str, StrPath] | None = None,
        languages: Sequence[str] | None = None,
        language: str | None = None,
    ) -> Analyzer: ...
    @overload
    def tokenize(  # type: ignore[overload-overlap]
        self, text: str, *, threads: int = 1
    ) -> list[Token]: ...
    @overload
    def tokenize(
        self, text: Iterable[str], *, threads: int = 1
    ) -> list[list[Token]]: ...
    @overload
    def terms(  # type: ignore[overload-overlap]
        self, text: str, *, threads: int = 1
    ) -> list[str]: ...
    @overload
    def terms(self, text: Iterable[str], *, threads: int = 1) -> list[list[str]]: ...
    @overload
    def keywords(  # type: ignore[overload-overlap]
        self, text: str, *, top: int = 20, threads: int = 1
    ) -> list[Keyword]: ...
    @overload
    def keywords(
        self, text: Iterable[str], *, top: int = 20, threads: int = 1
    ) -> list[list[Keyword]]: ...
    @overload
    def detect(  # type: ignore[overload-overlap]
        self, text: str, *, threads: int = 1
    ) -> Detection: ...
    @overload
    def detect(self, text: Iterable[str], *, threads: int = 1) -> list[Detection]: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Reading:
    def __new__(
        cls,
        *,
        publisher: str | None = None,
        publisher_from_folder: bool = False,
        publisher_from_name: str | None = None,
        aliases: StrPath | None = None,
        fields: Mapping[str, str] | None = None,
        encoding: str | None = None,
        include: Sequence[str] | None = None,
        exclude: Sequence[str] | None = None,
    ) -> Reading: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Table:
    @property
    def column_names(self) -> list[str]: ...
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def to_pylist(self) -> list[dict[str, Any]]: ...
    def to_pyarrow(self) -> pyarrow.Table: ...
    def to_pandas(self) -> pandas.DataFrame: ...
    def to_polars(self) -> polars.DataFrame: ...

@final
class Analysis:
    @property
    def keywords(self) -> Table: ...
    @property
    def terms(self) -> Table: ...
    @property
    def publishers(self) -> Table: ...
    @property
    def trends(self) -> Table: ...
    @property
    def documents(self) -> Table: ...
    @property
    def skipped(self) -> Table: ...
    @property
    def table_names(self) -> list[str]: ...
    @property
    def balance(self) -> dict[str, int]: ...
    def __getitem__(self, name: str, /) -> Table: ...
    def write(self, folder: StrPath) -> None: ...
    def summary_json(self) -> str: ...

@final
class Comparison:
    @property
    def keywords(self) -> Table: ...
    @property
    def articles_here(self) -> int: ...
    @property
    def articles_elsewhere(self) -> int: ...
    @property
    def publishers(self) -> list[str]: ...
    @property
    def skipped(self) -> int: ...

@final
class Topics:
    @property
    def topics(self) -> Table: ...
    @property
    def publishers(self) -> Table: ...
    @property
    def shares(self) -> Table: ...
    @property
    def documents(self) -> Table: ...
    @property
    def table_names(self) -> list[str]: ...
    def __getitem__(self, name: str, /) -> Table: ...

def detect(text: str, *, languages: Sequence[str] | None = None) -> Detection: ...
def analyze(
    source: Source,
    *,
    analyzer: Analyzer | None = None,
    reading: Reading | None = None,
    top: int = 50,
    new_words: bool = True,
    keep_boilerplate: bool = False,
    duplicates: Duplicates = "once",
    topics: int | Literal["auto"] | None = None,
    threads: int | None = None,
    strict: bool = False,
) -> Analysis: ...
def compare(
    source: Source,
    here: str,
    elsewhere: str | None = None,
    *,
    analyzer: Analyzer | None = None,
    reading: Reading | None = None,
    top: int = 20,
    new_words: bool = True,
    keep_boilerplate: bool = False,
    duplicates: Duplicates = "once",
    threads: int | None = None,
) -> Comparison: ...
def topics(
    source: Source,
    *,
    k: int | Literal["auto"] | None = None,
    iterations: int = 200,
    seed: int = 1,
    joint: bool = False,
    by_publisher: bool = False,
    analyzer: Analyzer | None = None,
    reading: Reading | None = None,
    new_words: bool = True,
    keep_boilerplate: bool = False,
    duplicates: Duplicates = "once",
    threads: int | None = None,
) -> Topics: ...
def restore_analyzer(options: dict[str, Any]) -> Analyzer: ...
def restore_reading(given: dict[str, Any]) -> Reading: ...
def run_program(arguments: Sequence[str], again: Sequence[str]) -> int: ...
def count_batch(
    batches: ArrowData,
    analyzer: Analyzer,
    text: str,
    title: str | None,
    publisher: str | None,
    date: str | None,
) -> Table: ...
def sums_batch(
    batches: ArrowData,
    analyzer: Analyzer,
    text: str,
    title: str | None,
    publisher: str | None,
    date: str | None,
) -> Table: ...
def keyness_of_sums(sums: ArrowData, top: int) -> Table: ...
def tokenize_batch(batches: ArrowData, analyzer: Analyzer, text: str) -> Table: ...
def keywords_batch(
    batches: ArrowData, analyzer: Analyzer, text: str, title: str | None, top: int
) -> Table: ...
def detect_batch(batches: ArrowData, analyzer: Analyzer, text: str) -> Table: ...
def read_batch(
    batches: ArrowData, path: str, content: str, reading: Reading | None
) -> Table: ...
