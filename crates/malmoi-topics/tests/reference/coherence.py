#!/usr/bin/env python3
"""Coherence of made-up topics by gensim, for src/coherence/tests.rs. README.md beside this says how to run it."""
import gensim
import numpy as np
from gensim.corpora import Dictionary
from gensim.models.coherencemodel import CoherenceModel
from gensim.topic_coherence.text_analysis import WordOccurrenceAccumulator

TOPICS = [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9, 10], [0, 6, 12, 3], [11, 2], [13, 1, 0]]


def documents():
    """Forty documents of 3 to 300 terms; the same generator is in the test."""
    state, found = 1, []

    def below(n):
        nonlocal state
        state = (state * 1103515245 + 12345) % (1 << 31)
        return (state >> 16) % n

    for number in range(40):
        length = 3 + below(20) if number % 2 else 3 + below(298)
        theme = below(3)
        found.append([theme * 5 + below(5) if below(3) else below(30) for _ in range(length)])
    return found


def show(name, documents):
    texts = [[str(t) for t in d] for d in documents]
    topics = [[str(t) for t in topic] for topic in TOPICS]
    dictionary = Dictionary(texts)
    corpus = [dictionary.doc2bow(text) for text in texts]
    for measure in ("u_mass", "c_npmi", "c_v"):
        model = CoherenceModel(topics=topics, texts=texts, corpus=corpus, dictionary=dictionary,
                               coherence=measure, topn=10, processes=1)
        print(name, measure, [float(f"{x:.12g}") for x in model.get_coherence_per_topic()])


def whole_window(self, window, _):
    """gensim forgets a term when its first occurrence leaves the window, though it be there again."""
    self._uniq_words[:] = False
    self._uniq_words[np.unique(window)] = True


print("gensim", gensim.__version__)
show("each term once", [list(dict.fromkeys(d)) for d in documents()])
WordOccurrenceAccumulator._slide_window = whole_window
show("as it is", documents())
