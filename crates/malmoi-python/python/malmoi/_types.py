"""The types of arguments."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import Literal, Optional, Protocol, TypeAlias, Union

class ArrowStream(Protocol):
    """What has a stream of record batches, such as a table."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        ...

class ArrowArray(Protocol):
    """What has one array of structs, such as a record batch."""

    def __arrow_c_array__(
        self, requested_schema: object | None = None
    ) -> tuple[object, object]:
        ...

ArrowData: TypeAlias = Union[ArrowStream, ArrowArray]
StrPath: TypeAlias = Union[str, "PathLike[str]"]
Source: TypeAlias = Union[StrPath, Sequence[StrPath], ArrowData]
# Names of columns: text, title, publisher, date.
Articles: TypeAlias = tuple[
    str, Optional[str], Optional[str], Optional[str]
]
Compounds: TypeAlias = Literal["none", "auto", "discard", "mixed"]
Engine: TypeAlias = Literal["malmoi", "mecab-ko", "lindera"]
Duplicates: TypeAlias = Literal["count", "once", "drop"]

