#!/usr/bin/env python3
"""The time to a likelihood, malmoi beside tomotopy, on the same tokens and one thread each.

    topics.py TOKENS [K ...]          (default K: 50 200)

TOKENS has a document a line, its terms set apart by spaces. Terms of fewer than five documents are left out by both. tomotopy
makes 200 iterations with its defaults (alpha 0.1, eta 0.01, alpha learnt after every tenth), and malmoi's time is that until its
joint log-likelihood per token, log p(w, z | alpha, beta), is no less. Both times are sampling and learning alone. Three rounds, the two in turn.
Needs tomotopy 0.14 from PyPI.
"""
import os
import re
import subprocess
import sys
import time

import tomotopy

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
CARGO = ["cargo", "run", "--quiet", "--release", "-p", "malmoi-topics", "--example", "time_to_likelihood", "--"]
LINE = re.compile(r" *(\d+) (-[\d.]+) ([\d.]+) s")


def peer(path, k, seed):
    model = tomotopy.LDAModel(k=k, seed=seed, min_df=5)
    for line in open(path, encoding="utf8"):
        if line.split():
            model.add_doc(line.split())
    model.train(0)
    start = time.perf_counter()
    model.train(200, workers=1)
    return time.perf_counter() - start, model.ll_per_word, model.num_words


def malmoi(path, k, seed, likelihood):
    out = subprocess.run(CARGO + [os.path.abspath(path), str(k), "400", str(seed)], cwd=ROOT, check=True, capture_output=True,
                         text=True, env={**os.environ, "RAYON_NUM_THREADS": "1"}).stdout
    for line in out.splitlines():
        if (told := LINE.match(line)) and float(told[2]) >= likelihood:
            return float(told[3]), int(told[1]), out.splitlines()[0]
    return float("inf"), None, out.splitlines()[0]


def main():
    path = sys.argv[1]
    for k in [int(k) for k in sys.argv[2:]] or [50, 200]:
        for seed in (1, 2, 3):
            theirs, likelihood, tokens = peer(path, k, seed)
            ours, iteration, size = malmoi(path, k, seed, likelihood)
            print(f"K {k} seed {seed}: tomotopy {theirs:.2f} s for 200 iterations, {tokens} tokens, {likelihood:.4f}; "
                  f"malmoi {ours:.2f} s, iteration {iteration}, {size}; {theirs / ours:.1f} times as fast", flush=True)


main()
