#!/usr/bin/env python3
"""Writes words.bin: how frequent the words of English and Korean are in general.

    pip install wordfreq==3.1.1 snowballstemmer==3.1.1
    python3 make.py words.bin

Each entry is a little-endian 32-bit number: the upper 28 bits are those of the
64-bit FNV-1a hash of language code, space and term, the lower four the level:
0 for once in a hundred million words, one more for every tenfold by 0.4. Entries
are sorted, so that a word is found by bisection in the bytes as they are. Terms
are malmoi's: English ones Snowball stems, to which the frequencies of all forms
are added up. Numbers and words of one letter are left out.
"""
import math, struct, sys
from collections import defaultdict

# How many words of each language; those rarer than the last are "not listed".
SIZE = {"en": 42_000, "ko": 25_000}
LOWEST, STEP = 1.0, 0.4


def terms(language):
    import snowballstemmer, wordfreq

    stem = snowballstemmer.stemmer("english").stemWord if language == "en" else str
    sizes = wordfreq.available_languages("large")
    table = wordfreq.get_frequency_dict(language, "large" if language in sizes else "small")
    found = defaultdict(float)
    for word, frequency in table.items():
        if word.isalpha() and (len(word) > 1 or language == "ko"):
            found[stem(word)] += frequency
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[: SIZE[language]]
    return [(term, math.log10(frequency) + 9) for term, frequency in best]


def hash28(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value >> 36


def level(zipf):
    return min(15, max(0, round((zipf - LOWEST) / STEP)))


def main():
    entries = {}
    for language in SIZE:
        listed = terms(language)
        print(f"{language}: {len(listed)} terms, the rarest at {listed[-1][1]:.2f}", file=sys.stderr)
        for term, zipf in listed:
            key = hash28(f"{language} {term}")
            entries[key] = max(entries.get(key, 0), level(zipf))
    with open(sys.argv[1], "wb") as out:
        for key in sorted(entries):
            out.write(struct.pack("<I", key << 4 | entries[key]))


if __name__ == "__main__":
    main()
