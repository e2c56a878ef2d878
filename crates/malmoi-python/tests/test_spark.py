"""The same counts on a cluster: with both workers, with one that is killed, and with the wheel shipped."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

import malmoi
import malmoi.arrow
from cluster import PATIENCE, Cluster
from independent import Key, Numbers, articles_of, count, rows_of

JOB = Path(__file__).with_name("spark_job.py")
# An interpreter with PySpark and PyArrow, but without malmoi.
BARE_PYTHON = os.environ.get("MALMOI_BARE_PYTHON", "")
WHEEL = os.environ.get("MALMOI_WHEEL", "")
# A folder of articles to count in place of the sample crawl, to see the same of more of them.
CRAWL = os.environ.get("MALMOI_CRAWL", "")


@pytest.fixture(scope="module")
def crawl(newsroom: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample crawl eight times over, each time by other outlets on other days; or the one that is named."""
    columns = ["id", "title", "text", "publisher", "published_at"]
    articles = articles_of(CRAWL or newsroom).select(columns).to_pylist()
    # What was crawled again is there once.
    articles = list({(row["id"], row["publisher"]): row for row in articles}.values())
    rows: list[dict[str, Any]] = articles if CRAWL else []
    for number in range(0 if CRAWL else 8):
        for row in articles:
            day = f"2026-02-{number // 2 + 1:02}"
            changed = {"id": f"{row['id']}-{number}", "publisher": f"{row['publisher']} {number % 4}"}
            rows.append({**row, **changed, "published_at": row["published_at"] and day})
    folder = tmp_path_factory.mktemp("crawl")
    table = pyarrow.Table.from_pylist(rows)
    assert table.num_rows > 500
    for part in range(8):
        size = -(-table.num_rows // 8)
        pyarrow.parquet.write_table(table.slice(part * size, size), folder / f"{part}.parquet")
    return folder


@pytest.fixture(scope="module")
def articles(crawl: Path) -> pyarrow.Table:
    return pyarrow.parquet.read_table(crawl)


@pytest.fixture(scope="module")
def expected(articles: pyarrow.Table) -> dict[Key, Numbers]:
    return count(articles.to_pylist())


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster"), sys.executable) as cluster:
        yield cluster


def table(folder: Path, name: str) -> pyarrow.Table:
    return pyarrow.parquet.read_table(folder / f"{name}.parquet")


def check_counts(folder: Path, articles: pyarrow.Table, expected: dict[Key, Numbers]) -> None:
    found = rows_of(table(folder, "counts"))
    assert found == expected
    alone = malmoi.arrow.count_terms(articles.combine_chunks(), title="title")
    assert found == rows_of(alone)


def test_two_workers_count_what_one_process_counts(
    cluster: Cluster,
    crawl: Path,
    articles: pyarrow.Table,
    expected: dict[Key, Numbers],
    tmp_path: Path,
) -> None:
    cluster.finish(cluster.submit(JOB, str(crawl), str(tmp_path)))
    check_counts(tmp_path, articles, expected)
    assert len({row["host"] for row in table(tmp_path, "places").to_pylist()}) == 2
    # Keyness is what one process finds.
    from malmoi import _malmoi

    columns = ("text", "title", "publisher", "published_at")
    alone = malmoi.arrow.count(articles.combine_chunks(), columns, None, spread=True)
    keyness = table(tmp_path, "keyness").to_pylist()
    assert keyness == _malmoi.keyness_of_sums(alone, 50).to_pylist()
    assert len(keyness) > 50
    keywords = {row["id"] + row["publisher"]: row["keywords"] for row in table(tmp_path, "keywords").to_pylist()}
    for row in articles.to_pylist()[:40]:
        own = malmoi.keywords(f"{row['title']}\n{row['text']}" if row["title"] else row["text"], top=3)
        assert [k["display"] for k in keywords[row["id"] + row["publisher"]]] == [k.display for k in own]


def test_a_store_has_the_counts_and_the_keyness_of_the_program(cluster: Cluster, crawl: Path, tmp_path: Path) -> None:
    store, out = tmp_path / "store", tmp_path / "out"
    parts = [str(part) for part in sorted(crawl.iterdir())]
    program("add", str(store), *parts[:3])
    program("add", str(store), *parts[3:])
    as_on_spark = ["--no-new-words", "--keep-boilerplate", "--duplicates", "count"]
    program("analyze", "--store", str(store), *as_on_spark, "-o", str(out))
    cluster.finish(cluster.submit(JOB, str(store), str(tmp_path)))
    found: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for row in table(tmp_path, "counts").to_pylist():
        if row["term"] is not None:
            sums = found[row["publisher"], row["lang"], row["term"], row["term_lang"]]
            sums[0] += row["tf"]
            sums[1] += row["df"]
    terms = table(out, "terms").to_pylist()
    assert len(terms) > 1_000
    names = ["publisher", "language", "term", "term_language"]
    assert found == {tuple(row[name] for name in names): [row["count"], row["articles"]] for row in terms}
    by_term = ["publisher", "language", "direction", "term", "term_language"]
    keyness, keywords = (
        {tuple(row[name] for name in by_term): row for row in table(*place).to_pylist()}
        for place in [(tmp_path, "keyness"), (out, "keywords")]
    )
    both = keyness.keys() & keywords.keys()
    assert len(both) > len(keywords) / 2 > 20
    for key in both:
        for name in keywords[key].keys() - OF_ALL_ARTICLES:
            assert keyness[key][name] == keywords[key][name], (key, name)
        assert {keyness[key][name] for name in OF_SINGLE_ARTICLES} <= {None, ""}


OF_SINGLE_ARTICLES = {"article_dispersion", "article_dispersion_norm", "juilland_d", "article_ids"}
# What only all articles together can tell: single articles, and which copies and sentences are there again, of which
# the program counts one for how sure a keyword is, and so for its place in the list.
OF_ALL_ARTICLES = OF_SINGLE_ARTICLES | {
    *("count_once", "articles_once", "count_once_elsewhere", "articles_once_elsewhere", "design_effect"),
    *("score", "rank", "p_value", "q_value", "log_ratio_low", "log_ratio_high", "conservative_log_ratio"),
}


def program(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "malmoi", *arguments, "--quiet"], check=True, stdout=subprocess.DEVNULL)


@pytest.mark.parametrize("stage", ["map", "reduce"])
def test_a_worker_that_is_killed_changes_no_count(
    stage: str,
    cluster: Cluster,
    crawl: Path,
    articles: pyarrow.Table,
    expected: dict[Key, Numbers],
    tmp_path: Path,
) -> None:
    cluster.fill()
    marks = tmp_path / "marks"
    marks.mkdir()
    job = cluster.submit(JOB, str(crawl), str(tmp_path), str(marks), stage)
    address = waited_for(marks / "waiting", job)
    before = {path.name for path in marks.glob("task-*")}
    victim = next(w for w in cluster.workers if f"--host {address} " in command_line(w.process))
    victim.kill()
    (marks / "killed").touch()
    log = cluster.finish(job)
    check_counts(tmp_path, articles, expected)
    # It fired: the task that waited died with its executor, and was done again by the other.
    assert victim.process.returncode == -9
    assert "Lost executor" in log or "lost" in log.lower()
    partition = f"task-{stage}-1-"
    again = {path.name for path in marks.glob(f"{partition}*")} - before
    assert again and all(address not in name for name in again)
    if stage == "reduce":
        # What it had written for the reduce side went with it, so maps were done again.
        assert "FetchFailed" in log or "Resubmitt" in log or "resubmitt" in log


def waited_for(file: Path, job: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if file.exists():
            return file.read_text()
        assert job.poll() is None, "the job ended before it came to the stage"
        time.sleep(0.05)
    raise AssertionError("the job did not come to the stage")


def command_line(process: subprocess.Popen[bytes]) -> str:
    return Path(f"/proc/{process.pid}/cmdline").read_text().replace("\0", " ")


@pytest.mark.skipif(not BARE_PYTHON, reason="MALMOI_BARE_PYTHON names no interpreter without malmoi")
def test_the_wheel_is_shipped_to_executors_that_lack_it(
    cluster: Cluster,
    crawl: Path,
    articles: pyarrow.Table,
    expected: dict[Key, Numbers],
    tmp_path: Path,
) -> None:
    lacks = subprocess.run([BARE_PYTHON, "-c", "import malmoi"], capture_output=True, check=False)
    assert b"No module named 'malmoi'" in lacks.stderr
    cluster.fill()
    archive = tmp_path / "malmoi.zip"
    archive.write_bytes(Path(WHEEL).read_bytes())
    conf = {
        "spark.archives": f"{archive}#malmoi_pkgs",
        "spark.executorEnv.PYTHONPATH": "malmoi_pkgs",
    }
    cluster.finish(cluster.submit(JOB, str(crawl), str(tmp_path), python=BARE_PYTHON, conf=conf))
    check_counts(tmp_path, articles, expected)
    places = {row["malmoi"] for row in table(tmp_path, "places").to_pylist()}
    assert places and all("malmoi_pkgs" in place for place in places)
