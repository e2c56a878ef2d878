"""Ray Data runs the same kernel."""

from __future__ import annotations

import pyarrow
import pytest

import malmoi.arrow
from independent import articles_of, count, rows_of

ray = pytest.importorskip("ray", reason="Ray is large, and not installed here")


def test_ray_data_counts_what_one_process_counts(newsroom: str) -> None:
    articles = articles_of(newsroom)
    ray.init(num_cpus=2, include_dashboard=False, _node_ip_address="127.0.0.1", log_to_driver=False)
    try:
        data = ray.data.from_arrow(articles).repartition(4)
        kernel = malmoi.arrow.count_terms
        partial = data.map_batches(kernel, batch_format="pyarrow", fn_kwargs={"title": "title"})
        found = pyarrow.concat_tables(ray.get(partial.to_arrow_refs()))
    finally:
        ray.shutdown()
    keys = ["publisher", "day", "lang", "term", "term_lang"]
    names = ["tf", "df", "docs", "tokens"]
    added = found.group_by(keys).aggregate([(name, "sum") for name in names])
    added = added.rename_columns({f"{name}_sum": name for name in names})
    assert rows_of(added) == count(articles.to_pylist())
