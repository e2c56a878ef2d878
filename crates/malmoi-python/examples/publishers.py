"""What each publisher of a crawl says more than the others, by three libraries.

    python publishers.py examples/newsroom
"""

import sys

import duckdb
import polars

import malmoi

analysis = malmoi.analyze(sys.argv[1])

# Polars takes the table as it is.
keywords = polars.DataFrame(analysis.keywords)
sure = keywords.filter((polars.col("direction") == "more") & (polars.col("q_value") <= 0.05))
for publisher, terms in sure.group_by("publisher", maintain_order=True):
    print(publisher[0], ", ".join(terms["display"].head(5)))

# DuckDB finds it by its name.
words = analysis.terms
query = "SELECT display, sum(count) AS n FROM words GROUP BY ALL ORDER BY n DESC, display LIMIT 3"
print(duckdb.execute(query).fetchall())

# PyArrow and pandas.
print(analysis.documents.to_pandas()["tokens"].sum())
