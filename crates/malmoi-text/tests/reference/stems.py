"""Writes stems-en.tsv: words of Snowball's English vocabulary with their stems.

    python3 stems.py VOC_EN RES_EN > stems-en.tsv

The two files are `test_data/voc_en.txt` and `res_en.txt` of the crate
rust-stemmers 1.2.0: Snowball's vocabulary and its stems as of 2019. Every
twentieth word is taken, and each whose stem has changed since, with the
stem that the package snowballstemmer 3.1.1 gives it.
"""

import sys

import snowballstemmer

CHANGED_BUT_NOT_LISTED = """added adding emergency evening evenings internal international organic
organization organizations universal universities university""".split()

stem = snowballstemmer.stemmer("english").stemWord
words, stems = (open(path, encoding="utf-8").read().split() for path in sys.argv[1:])
changed = [word for word, old in zip(words, stems, strict=True) if stem(word) != old]
for word in sorted({*words[::20], *changed, *CHANGED_BUT_NOT_LISTED}):
    print(word, stem(word), sep="\t")
