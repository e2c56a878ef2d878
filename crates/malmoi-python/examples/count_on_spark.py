"""Counts of a crawl on Spark, and what each publisher says more than the others.

    spark-submit --master spark://HOST:7077 count_on_spark.py CRAWL OUTPUT
"""

import sys

from pyspark.sql import SparkSession

import malmoi.spark

crawl, output = sys.argv[1:]
spark = SparkSession.builder.appName("malmoi").getOrCreate()

articles = malmoi.spark.read_articles(spark, crawl).where("text IS NOT NULL").cache()
counts = malmoi.spark.count_terms(articles, title="title")
counts.write.mode("overwrite").parquet(output)

for row in malmoi.spark.keyness(articles, title="title", top=5).to_pylist():
    if row["direction"] == "more":
        print(row["publisher"], row["display"], f"{row['log_ratio']:.1f}")
spark.stop()
