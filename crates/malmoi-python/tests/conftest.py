"""What all tests share. They run on the wheel that is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def newsroom() -> str:
    """The folder of the sample crawl, whose answers are known."""
    return str(ROOT / "examples" / "newsroom")


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of the cases that the Rust tests run as well."""
    return ROOT / "tests" / "cases"
