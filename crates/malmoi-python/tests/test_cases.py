"""The cases of the Rust tests, which are data, through Python."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import malmoi


def read(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            yield f"{path.name}:{number}", json.loads(line)


def check(folder: Path, at_least: int, answer: Callable[[str], dict[str, Any]]) -> None:
    wrong = []
    run = 0
    for place, case in read(folder):
        found = answer(case["text"])
        expected = {k: v for k, v in case.items() if k not in ("text", "known")}
        differs = any(found[key] != value for key, value in expected.items())
        run += 1
        # A case with a reason is known to fail, and must go on failing.
        if differs != ("known" in case):
            wrong.append(f"{place}: {case} found {found}")
    assert run >= at_least
    assert not wrong, "\n".join(wrong)


def test_sentences_have_the_terms_a_reader_expects(cases: Path) -> None:
    def answer(text: str) -> dict[str, Any]:
        tokens = malmoi.tokenize(text)
        assert all(text[t.start : t.end] == t.surface for t in tokens)
        terms = [f"{t.term}:{t.lang}" for t in tokens if t.kind == "term"]
        return {"terms": " ".join(terms)}

    check(cases / "tokenize", 45, answer)


def test_texts_are_in_the_language_a_reader_says(cases: Path) -> None:
    def answer(text: str) -> dict[str, Any]:
        found = malmoi.detect(text)
        runs = [[run.lang, text[run.start : run.end]] for run in found.runs]
        return {"lang": found.lang, "runs": runs}

    check(cases / "detect", 25, answer)
