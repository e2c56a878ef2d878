"""Whole crawls: the same answers as the program gives, as tables of Arrow."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

import malmoi


def program(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "malmoi", *arguments]
    return subprocess.run(command, capture_output=True, text=True, **options)


@pytest.fixture(scope="module")
def analysis(newsroom: str) -> malmoi.Analysis:
    return malmoi.analyze(newsroom, threads=2)


def test_every_table_is_what_the_program_writes(
    analysis: malmoi.Analysis, newsroom: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    said = program("analyze", newsroom, "-o", str(out), "--quiet")
    assert said.returncode == 0, said.stderr
    assert len(analysis.table_names) == 17
    for name in analysis.table_names:
        written = pyarrow.parquet.read_table(out / f"{name}.parquet")
        assert pyarrow.table(analysis[name]).equals(written), name
    analysis.write(tmp_path / "own")
    for file in out.iterdir():
        assert file.read_bytes() == (tmp_path / "own" / file.name).read_bytes(), file.name
    assert json.loads(analysis.summary_json())["documents"] == analysis.balance["read"]


def test_every_library_takes_tables_as_they_are(analysis: malmoi.Analysis) -> None:
    keywords = analysis.keywords
    rows = keywords.to_pylist()
    assert len(rows) == len(keywords) > 10
    assert pyarrow.table(keywords).to_pylist() == rows
    assert polars.DataFrame(keywords).to_dicts() == rows
    assert keywords.to_polars().equals(polars.DataFrame(keywords))
    frame = keywords.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["term"]) == [row["term"] for row in rows]
    reader = duckdb.execute("SELECT publisher, term FROM keywords ORDER BY ALL")
    assert reader.fetchall() == sorted((row["publisher"], row["term"]) for row in rows)


def test_a_table_in_memory_is_read_as_the_files_are(
    analysis: malmoi.Analysis, newsroom: str
) -> None:
    files = [
        {"path": str(path), "content": path.read_bytes()}
        for path in sorted(Path(newsroom).rglob("*"))
        if path.is_file()
    ]
    import malmoi.arrow

    articles = malmoi.arrow.read_articles(pyarrow.Table.from_pylist(files))
    articles = articles.filter(pyarrow.compute.is_valid(articles["text"]))
    columns = ["id", "title", "text", "publisher", "published_at", "crawled_at", "url", "oid", "aid"]
    expected = analysis.terms.to_pylist()
    chosen = articles.select(columns)
    as_pandas = chosen.to_pandas()
    for table in (chosen, polars.DataFrame(chosen), as_pandas):
        found = malmoi.analyze(table)
        assert found.balance["counted"] == analysis.balance["counted"]
        assert found.terms.to_pylist() == expected


def test_comparing_is_what_the_program_does(newsroom: str) -> None:
    here = "publisher=누리경제"
    said = program("compare", here, newsroom, "--format", "csv", "--quiet")
    expected = [row["term"] for row in csv.DictReader(said.stdout.splitlines())]
    found = malmoi.compare(newsroom, here)
    assert [row["term"] for row in found.keywords.to_pylist()] == expected != []
    assert found.articles_here == 14
    with pytest.raises(malmoi.OptionError, match="paper"):
        malmoi.compare(newsroom, "paper=x")
    with pytest.raises(malmoi.MalmoiError, match="없는신문"):
        malmoi.compare(newsroom, "publisher=없는신문")


def test_topics_are_what_the_program_finds(newsroom: str) -> None:
    said = program(
        "topics", newsroom, "--k", "3", "--iterations", "30", "--format", "jsonl", "--quiet"
    )
    expected = [json.loads(line) for line in said.stdout.splitlines()]
    found = malmoi.topics(newsroom, k=3, iterations=30)
    assert found.topics.to_pylist() == expected != []
    assert {len(found[name]) > 0 for name in found.table_names} == {True}
    with pytest.raises(malmoi.OptionError):
        malmoi.topics(newsroom, k=0)


def test_what_is_not_there_or_cannot_be_read_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(malmoi.CorpusNotFoundError) as told:
        malmoi.analyze(tmp_path / "none")
    assert told.value.path == str(tmp_path / "none")
    assert isinstance(told.value, FileNotFoundError)
    with pytest.raises(malmoi.ArticleError, match="no article"):
        malmoi.analyze(tmp_path)
    lines = tmp_path / "articles.jsonl"
    lines.write_text('{"text": "It rained in the harbour."}\n{"id": 3}\n', "utf-8")
    assert malmoi.analyze(lines).balance["skipped"] == 1
    with pytest.raises(malmoi.ArticleError) as article:
        malmoi.analyze(lines, strict=True)
    assert (article.value.path, article.value.line) == (str(lines), 2)
    with pytest.raises(KeyError):
        malmoi.analyze(lines)["no such table"]
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "other.txt").write_text("mine", "utf-8")
    with pytest.raises(malmoi.OutputError) as occupied:
        malmoi.analyze(lines).write(tmp_path / "full")
    assert occupied.value.path is not None


def test_reading_says_what_fields_are_called(tmp_path: Path) -> None:
    table = tmp_path / "articles.csv"
    table.write_text("누가,무엇\n가나일보,정부는 대책을 발표했다.\n", "utf-8")
    reading = malmoi.Reading(fields={"body": "무엇", "publisher": "누가"})
    found = malmoi.analyze([table], reading=reading)
    assert found.publishers.to_pylist()[0]["publisher"] == "가나일보"
    with pytest.warns(UserWarning, match="no article has a field '?\"?머리"):
        malmoi.analyze(
            table, reading=malmoi.Reading(fields={"body": "무엇", "title": "머리"})
        )
    with pytest.raises(malmoi.ArticleError, match=r"Reading\(fields=\{\"body\": NAME\}\)"):
        malmoi.analyze(pyarrow.table({"title": ["비"]}))
    with pytest.raises(malmoi.OptionError):
        malmoi.Reading(fields={"colour": "x"})
    with pytest.raises(malmoi.OptionError):
        malmoi.Reading(publisher="가", publisher_from_folder=True)


def test_ctrl_c_ends_an_analysis(tmp_path: Path) -> None:
    text = "정부는 반도체 수출 대책을 발표했다. 업계는 환율과 금리를 걱정한다. "
    with (tmp_path / "articles.jsonl").open("w", encoding="utf-8") as file:
        for number in range(60_000):
            json.dump({"id": str(number), "text": f"{number} {text * 8}"}, file, ensure_ascii=False)
            file.write("\n")
    code = (
        "import malmoi, sys\n"
        "print('ready', flush=True)\n"
        "try:\n"
        "    malmoi.analyze(sys.argv[1])\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted', flush=True)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.7)
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "interrupted\n"
    assert process.wait() == 0


def test_the_program_comes_with_the_wheel(newsroom: str) -> None:
    command = Path(sys.executable).with_name("malmoi")
    said = subprocess.run(
        [command, "tokenize", "--format", "jsonl"],
        input="비가 왔다\n",
        capture_output=True,
        text=True,
        check=True,
    )
    surfaces = [token["surface"] for token in json.loads(said.stdout)["tokens"]]
    assert surfaces == ["비", "가", "왔", "다"]
    assert program("--version").stdout.split()[1] == malmoi.__version__
    wrong = program("keywords", "no-such-file")
    assert wrong.returncode == 2 and "no-such-file" in wrong.stderr
    assert program("no-such-command").returncode == 2
    # Another process of the program is Python again.
    measured = program("bench", newsroom, "--rounds", "1", "--format", "json", "--quiet")
    assert measured.returncode == 0, measured.stderr
    # A reader that wants no more is no error.
    pipe = f"{sys.executable} -m malmoi keywords {newsroom} | head -1; exit ${{PIPESTATUS[0]}}"
    piped = subprocess.run(["bash", "-c", pipe], capture_output=True, text=True, env=os.environ)
    assert (piped.returncode, piped.stderr) == (0, "")
