"""The examples of docstrings run, and the stubs say what there is."""

from __future__ import annotations

import doctest
import inspect
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import malmoi
import malmoi.arrow


def documented(module: ModuleType) -> list[tuple[str, Any]]:
    found = [(module.__name__, module)]
    for name in module.__all__:
        item = getattr(module, name)
        found.append((f"{module.__name__}.{name}", item))
        if inspect.isclass(item):
            members = [n for n in vars(item) if not n.startswith("_")]
            found += [(f"{module.__name__}.{name}.{n}", getattr(item, n)) for n in members]
    return found


def test_examples_of_docstrings_run(newsroom: str) -> None:
    parser = doctest.DocTestParser()
    runner = doctest.DocTestRunner()
    run = 0
    for module in (malmoi, malmoi.arrow):
        for name, item in documented(module):
            if not inspect.getdoc(item):
                assert not callable(item), f"{name} has no documentation"
                continue
            names = {"malmoi_examples": str(Path(newsroom).parent)}
            test = parser.get_doctest(inspect.getdoc(item) or "", names, name, None, None)
            run += len(test.examples)
            runner.run(test)
    assert runner.summarize().failed == 0
    assert run > 30


def test_the_readme_shows_what_python_says(
    newsroom: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(newsroom).parents[1]
    monkeypatch.chdir(root)
    blocks = (root / "README.md").read_text("utf-8").split("```python\n")[1:]
    shown = "".join(block.split("```")[0] for block in blocks)
    test = doctest.DocTestParser().get_doctest(shown, {}, "README.md", None, None)
    runner = doctest.DocTestRunner()
    runner.run(test)
    assert len(test.examples) >= 4
    assert runner.summarize().failed == 0
