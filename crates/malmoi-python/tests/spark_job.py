"""What the tests run on the cluster: counts, keyness and keywords of Parquet, with places to be killed at.

    spark_job.py INPUT OUTPUT [MARKS STAGE]

INPUT is a folder of Parquet files, or a store.

With marks, the first task of a stage says so in a file and waits there until the test says that it has killed
something.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pyarrow.parquet
from pyspark import TaskContext
from pyspark.sql import SparkSession

import malmoi.spark


def main() -> None:
    source, output, *kill = sys.argv[1:]
    spark = SparkSession.builder.getOrCreate()
    is_store = Path(source, "articles").is_dir()
    articles = malmoi.spark.read_store(spark, source) if is_store else spark.read.parquet(source)
    print("partitions", articles.rdd.getNumPartitions())
    stage = kill[1] if kill else ""
    mark = marker(*kill) if kill else None
    if mark and stage == "map":
        articles = articles.mapInArrow(mark, articles.schema)
    counts = malmoi.spark.count_terms(articles, title="title")
    if mark and stage == "reduce":
        counts = counts.mapInArrow(mark, counts.schema)
    write(counts.toArrow(), output, "counts")
    if not kill:
        keyness = malmoi.spark.keyness(articles, title="title")
        write(pyarrow.table(keyness), output, "keyness")
        keywords = malmoi.spark.keywords(articles, title="title", top=3)
        write(keywords.toArrow(), output, "keywords")
        places = articles.mapInArrow(where, "host string, malmoi string").distinct()
        write(places.toArrow(), output, "places")
    spark.stop()


def write(table: pyarrow.Table, folder: str, name: str) -> None:
    pyarrow.parquet.write_table(table, f"{folder}/{name}.parquet")


def where(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    import malmoi

    for _ in batches:
        pass
    # So that no executor is done with everything before the other has begun.
    time.sleep(0.3)
    yield pyarrow.RecordBatch.from_pydict(
        {"host": [os.environ["SPARK_LOCAL_IP"]], "malmoi": [malmoi.__file__]}
    )


def marker(marks: str, stage: str):  # type: ignore[no-untyped-def]
    def mark(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        context = TaskContext.get()
        assert context is not None
        address = os.environ["SPARK_LOCAL_IP"]
        number = f"{stage}-{context.partitionId()}-{context.attemptNumber()}-{context.stageAttemptNumber() if hasattr(context, 'stageAttemptNumber') else 0}"
        folder = Path(marks)
        rows = list(batches)
        (folder / f"task-{number}-{address}-{time.monotonic_ns()}").touch()
        if context.partitionId() == 1 and not (folder / "killed").exists():
            (folder / "waiting.part").write_text(address)
            (folder / "waiting.part").rename(folder / "waiting")
            end = time.monotonic() + 100
            while not (folder / "killed").exists() and time.monotonic() < end:
                time.sleep(0.05)
        yield from rows

    return mark


main()
