"""What can go wrong, by kind."""

from __future__ import annotations


class MalmoiError(Exception):
    """Something went wrong; which kind it is, its class says.

    `path` is the file that it is about and `line` the line in it, where there is one.
    """

    def __init__(
        self, message: str, path: str | None = None, line: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        if self.path is None or self.path in self.message:
            return self.message
        line = "" if self.line is None else f":{self.line}"
        return f"{self.path}{line}: {self.message}"

    def __reduce__(self) -> tuple[type[MalmoiError], tuple[str, str | None, int | None]]:
        return (type(self), (self.message, self.path, self.line))


class OptionError(MalmoiError, ValueError):
    """An argument makes no sense."""


class CorpusError(MalmoiError, OSError):
    """A path cannot be read; `path` is the path."""


class CorpusNotFoundError(CorpusError, FileNotFoundError):
    """A path is not there."""


class ArticleError(MalmoiError):
    """There is no article, or one cannot be read and `strict` minds; then `path` and `line` say which."""


class DictionaryError(MalmoiError):
    """A dictionary cannot be loaded."""


class UserDictionaryError(MalmoiError, ValueError):
    """A line of a user dictionary is wrong: the one that `path` and `line` say."""


class OutputError(MalmoiError, OSError):
    """Results cannot be written; `path` says where."""


class AnalysisError(MalmoiError, RuntimeError):
    """What is left: a temporary file that cannot be written, or a fault of malmoi."""
