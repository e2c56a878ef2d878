#!/usr/bin/env python3
"""Learns the cost corrections of malmoi's Korean lattice; README.md says how and from what.

    train.py KO_DIC_FOLDER OUTPUT GOLD.jsonl ...      trains on all sentences, writes OUTPUT
    train.py KO_DIC_FOLDER --folds N GOLD.jsonl ...   N-fold cross-validation, writes nothing

A gold file has a line {"text", "morphemes": [[form, tag], ...]} for each sentence. Needs numpy and numba.
"""

import json
import os
import random
import sys
from collections import Counter

import numba
import numpy as np

from kodic import UNKNOWN, KoDic

NOUNS = {"NNG", "NNP"}
# Deviations of the defaults are for experiments: OPTION=value in the environment.
OPTION = lambda name, default: type(default)(os.environ.get(name, default))
EPOCHS = OPTION("EPOCHS", 12)
RATE = OPTION("RATE", 600.0)  # of learning, in cost units
LIMIT = OPTION("LIMIT", 6000.0)  # of a weight
MARGIN = OPTION("MARGIN", 1500.0)  # cost units for each noun that is wrong
MINIMUM = OPTION("MINIMUM", 3)  # sentences that hold a word for it to have a weight
HIDDEN = OPTION("HIDDEN", 0.5)  # share of known names taken out of the dictionary in a second copy
OTHERS = OPTION("OTHERS", -0.1)  # loss of a word of the right tag that is neither noun nor particle
KEEP = OPTION("KEEP", 100)  # the smallest weight written
DROP = set(OPTION("DROP", "").split())

# An unknown noun (crates/malmoi-text/src/korean/new_nouns.rs).
BASE = 5000
SHORTEST, LONGEST = OPTION("SHORTEST", 2), 8
PIECE_COST = 2500
PIECES = {"NNG": "G", "NNP": "P", "XSN": "S", "XPN": "X", "XR": "R", "NNB": "B", "NNBC": "B"}
NOT_SO_NOUN = 1500
NO_PIECE = 11000
# No noun ends in these; dictionary entries that do are titles of works. Entries that fuse a noun
# with a particle are hardly ever right.
NO_NOUN_ENDS_IN = ("적인", "적으로", "니다", "니까", "세요", "어요", "아요", "지만", "는데", "면서", "으며")
NO_NOUN = 4000
HERE = os.path.dirname(os.path.abspath(__file__))


def word_list(name):
    lines = open(f"{HERE}/{name}", encoding="utf8")
    return {word for line in lines for word in line.split("#")[0].split()}


AFTER = word_list("after-nouns.txt")
SURNAMES = word_list("surnames.txt")
ENDINGS = set("은는이가을를의에로도와과만서나고며한할인적들")


def is_hangul(c):
    return "가" <= c <= "힣"


def first_tag(features):
    return features[0].split("+")[0]


def new_nouns(dic, chars, start, hidden):
    """Returns [(end, names of weights)] of the unknown nouns at the start of a stretch of Hangul."""
    stop = start
    while stop < len(chars) and is_hangul(chars[stop]):
        stop += 1
    ends = []
    for end in range(start + SHORTEST, min(start + LONGEST, stop) + 1):
        after = "".join(chars[end:stop])
        noun = "".join(chars[start:end])
        if (not after or after in AFTER) and not noun.endswith(NO_NOUN_ENDS_IN):
            ends.append((end, after))
    if not ends:
        return []
    key = "".join(chars[start:stop])
    cheapest, known = {}, set()
    for at in range(start, min(start + LONGEST, stop)):
        for length, entries in dic.system.prefixes(key[at - start :].encode()):
            end = at + len(key[at - start :].encode()[:length].decode())
            for _, _, cost, features in entries:
                tag = first_tag(features)
                if tag in NOUNS:
                    if (at, end) in hidden:
                        continue
                    if at == start:
                        known.add(end)
                piece = PIECES.get(tag)
                if piece is None:
                    continue
                cost += 0 if tag in NOUNS else NOT_SO_NOUN
                if (at, end) not in cheapest or cost < cheapest[at, end][0]:
                    cheapest[at, end] = (cost, piece)
    if any(end in known for end, _ in ends):
        return []
    best = {start: (0, ())}
    for at in range(start, min(start + LONGEST, stop)):
        if at not in best:
            continue
        for end in range(at + 1, stop + 1):
            piece = cheapest.get((at, end)) or ((NO_PIECE, "?") if end == at + 1 else None)
            if piece is None:
                continue
            cost = best[at][0] + piece[0] + PIECE_COST
            if end not in best or cost < best[end][0]:
                best[end] = (cost, best[at][1] + ((at, end, piece[1]),))
    return [
        (end, weights_of_new_noun("".join(chars[start:end]), after, start, best[end][1]))
        for end, after in ends
        if end not in known
    ]


def weights_of_new_noun(noun, after, start, pieces):
    length = len(noun)
    place = "followed" if after else "last"
    pattern = "".join(f"{tag}{end - at}" for at, end, tag in pieces)
    at, _, _ = pieces[-1]
    tail = noun[at - start :]
    _, end, _ = pieces[0]
    head = noun[: end - start]
    tail = tail if len(tail) == 1 else str(len(tail))
    head = head if len(head) == 1 else str(len(head))
    names = [
        f"length\t{length}",
        f"after\t{after or '-'}",
        f"pieces\t{len(pieces)} {length}",
        f"pattern\t{pattern}",
        f"pattern\t{pattern} {place}",
        f"tail\t{tail}",
        f"tail\t{tail} {length}",
        f"head\t{head}",
    ]
    if noun[-1] in ENDINGS:
        names.append(f"ending\t{noun[-1]} {place}")
    if noun[0] in SURNAMES:
        names.append(f"surname\t{length} {place}")
    return names


def weights_of_word(features, surface):
    tag = first_tag(features)
    names = [f"tag\t{tag} {min(len(surface), 5)}"]
    if features[-1] != UNKNOWN:
        names.append(f"word\t{surface} {tag}")
    if tag in NOUNS and features[4] == "Compound" and len(surface) > 2:
        parts = [part.split("/")[0] for part in features[7].split("+")]
        names.append(f"parts\t{'-'.join(str(len(part)) for part in parts)}")
        names.append(f"last\t{parts[-1]}")
        names.append(f"first\t{parts[0]}")
    return names


def noun_spans(text, morphemes):
    """Finds the nouns of the gold standard in the text: the alignment of morphemes, in order, that
    covers the most characters."""
    best, back = [0] * (len(text) + 1), []
    for form, tag in morphemes:
        row, steps = best[:], [0] * (len(text) + 1)
        value = len(form) + (0.5 if tag in NOUNS else 0)
        for end in range(1, len(text) + 1):
            start = end - len(form)
            if start >= 0 and best[start] + value > row[end] and text.startswith(form, start):
                row[end], steps[end] = best[start] + value, 1
            if row[end - 1] > row[end]:
                row[end], steps[end] = row[end - 1], 2
        back.append(steps)
        best = row
    spans, at, end = [], len(morphemes) - 1, len(text)
    while at >= 0:
        form, tag = morphemes[at]
        step = back[at][end]
        if step == 1:
            spans.append((end - len(form), end, tag))
        end -= (0, len(form), 1)[step]
        at -= step != 2
    return spans


class Sentence:
    def __init__(self, dic, name, number, row, hide=None):
        self.name, self.number = name, number
        text = row["text"].replace("\n", " ")
        self.chars, nodes, self.last = dic.lattice(text)
        spans = noun_spans("".join(self.chars), row["morphemes"])
        self.gold = Counter(form for form, tag in row["morphemes"] if tag in NOUNS)
        nouns = {(start, end) for start, end, tag in spans if tag in NOUNS}
        particles = {(start, end) for start, end, tag in spans if tag[0] == "J"}
        tagged = set(spans)
        hidden = set()
        if hide:
            names = sorted((start, end) for start, end, tag in spans if tag == "NNP" and end - start > 1)
            hidden = {span for span in names if hide.random() < HIDDEN}
        self.hides, self.copy = bool(hidden), hide is not None
        self.nodes = []  # position, end, left, right, cost, loss, surface of a noun, names of weights
        seen = set()
        for position, start, end, left, right, cost, features in nodes:
            tag, surface = first_tag(features), "".join(self.chars[start:end])
            if tag in NOUNS and (start, end) in hidden:
                continue
            if tag in NOUNS:
                loss = -1.0 if (start, end) in nouns else 1.0
                if "+" in features[0] or len(surface) > 2 and surface.endswith(NO_NOUN_ENDS_IN):
                    cost += NO_NOUN
            elif tag[0] == "J":
                loss = -0.3 if (start, end) in particles else 0.3
            else:
                loss = OTHERS if (start, end, features[0]) in tagged else 0.0
            noun = surface if tag in NOUNS else None
            self.nodes.append((position, end, left, right, cost, loss, noun, weights_of_word(features, surface)))
            seen.add((position, start))
        for position, start in sorted(seen):
            if is_hangul(self.chars[start]) and (start == 0 or not is_hangul(self.chars[start - 1])):
                for end, names in new_nouns(dic, self.chars, start, hidden):
                    closed = (ord(self.chars[end - 1]) - 0xAC00) % 28 != 0
                    loss = -1.0 if (start, end) in nouns else 1.0
                    noun = "".join(self.chars[start:end])
                    self.nodes.append((position, end, 1786, 3546 if closed else 3545, BASE, loss, noun, names))
        self.nodes.sort(key=lambda node: node[0])
        reached = {0}
        for node in self.nodes:
            if node[0] in reached:
                reached.add(node[1])
        self.complete = self.last in reached


class Data:
    """All sentences in flat arrays."""

    def __init__(self, dic, sentences):
        self.matrix, self.sentences = dic.matrix, sentences
        holding = Counter()
        for s in sentences:
            holding.update({name for node in s.nodes for name in node[7] if name.startswith("word\t")})
        self.index, columns, weights, self.counts = {}, [[] for _ in range(6)], [], [0]
        self.first, self.surfaces = [0], []
        for s in sentences:
            for *values, noun, names in s.nodes:
                for column, value in zip(columns, values):
                    column.append(value)
                self.surfaces.append(noun)
                for name in names:
                    if name.split("\t")[0] in DROP or name.startswith("word\t") and holding[name] < MINIMUM:
                        continue
                    weights.append(self.index.setdefault(name, len(self.index)))
                self.counts.append(len(weights))
            self.first.append(len(self.surfaces))
        kinds = (np.int32, np.int32, np.int32, np.int32, np.float64, np.float64)
        self.columns = [np.array(c, kind) for c, kind in zip(columns, kinds)]
        self.weights, self.counts = np.array(weights, np.int32), np.array(self.counts, np.int32)
        self.first = np.array(self.first)
        self.last = np.array([s.last for s in sentences])

    def train(self, chosen):
        weights, total, squares = np.zeros((3, len(self.index)))
        shuffled = np.random.default_rng(1)
        taken = 0
        for epoch in range(EPOCHS):
            for part in np.array_split(shuffled.permutation(np.array(chosen)), 4):
                learn(part, self.first, self.last, *self.columns, self.weights, self.counts, weights, squares, self.matrix, RATE, LIMIT, MARGIN)
                if epoch:
                    total += weights
                    taken += 1
        return np.rint(total / taken)

    def score(self, chosen, weights):
        """Returns {file: [right, found, gold]}."""
        path = np.empty(1 << 14, np.int32)
        result = {}
        for i in chosen:
            s = self.sentences[i]
            length = cheapest(self.first[i], self.first[i + 1], s.last, *self.columns, self.weights, self.counts, weights, self.matrix, 0.0, path)
            found = Counter(self.surfaces[node] for node in path[:length] if self.surfaces[node])
            counts = result.setdefault(s.name, np.zeros(3))
            counts += (sum((found & s.gold).values()), sum(found.values()), sum(s.gold.values()))
        return result


@numba.njit(cache=True)
def cheapest(first, stop, last, position, end, left, right, cost, loss, index, counts, weights, matrix, scale, path):
    """Viterbi over nodes that cost `scale` more for each unit of loss; the path comes last node first."""
    size = stop - first
    best, previous, older = np.empty(size), np.empty(size, np.int32), np.empty(size, np.int32)
    ending = np.full(last + 1, -1, np.int32)
    for i in range(size):
        node = first + i
        low, came = 1e18, -2
        if position[node] == 0:
            low, came = float(matrix[left[node], 0]), -1
        at = ending[position[node]]
        while at >= 0:
            value = best[at] + matrix[left[node], right[first + at]]
            if value < low:
                low, came = value, at
            at = older[at]
        if came == -2 or end[node] > last:
            continue
        value = low + cost[node] + scale * loss[node]
        for k in range(counts[node], counts[node + 1]):
            value += weights[index[k]]
        best[i], previous[i] = value, came
        older[i] = ending[end[node]]
        ending[end[node]] = i
    low, came = 1e18, -1
    at = ending[last]
    while at >= 0:
        value = best[at] + matrix[0, right[first + at]]
        if value < low:
            low, came = value, at
        at = older[at]
    length = 0
    while came >= 0:
        path[length] = first + came
        length += 1
        came = previous[came]
    return length


@numba.njit(cache=True)
def learn(chosen, first, last, position, end, left, right, cost, loss, index, counts, weights, squares, matrix, rate, limit, margin):
    """One pass: the cheapest path among good ones shall cost less than the cheapest among bad ones."""
    good, bad = np.empty(1 << 14, np.int32), np.empty(1 << 14, np.int32)
    change = np.zeros(len(weights))
    for i in chosen:
        here = (first[i], first[i + 1], last[i], position, end, left, right, cost, loss, index, counts, weights, matrix)
        goods, bads = cheapest(*here, margin, good), cheapest(*here, -margin, bad)
        difference = 0.0
        for node in bad[:bads]:
            difference += loss[node]
        for node in good[:goods]:
            difference -= loss[node]
        if difference < 1e-9:
            continue
        for node in good[:goods]:
            for k in range(counts[node], counts[node + 1]):
                change[index[k]] -= 1
        for node in bad[:bads]:
            for k in range(counts[node], counts[node + 1]):
                change[index[k]] += 1
        for path in (good[:goods], bad[:bads]):
            for node in path:
                for k in range(counts[node], counts[node + 1]):
                    weight, step = index[k], change[index[k]]
                    if step != 0:
                        squares[weight] += step * step
                        value = weights[weight] + rate * step / np.sqrt(squares[weight] + 1)
                        weights[weight] = min(max(value, -limit), limit)
                        change[weight] = 0


def f1(counts):
    right, found, gold = counts
    return round(2 * right / (found + gold), 4)


def load(dic, files):
    sentences = []
    hide = random.Random(1)
    for path in files:
        name = os.path.basename(path)
        for number, line in enumerate(open(path, encoding="utf8")):
            row = json.loads(line)
            sentences.append(Sentence(dic, name, number, row))
            if HIDDEN:
                copy = Sentence(dic, name, number, row, hide)
                if copy.hides and copy.complete:
                    sentences.append(copy)
    return sentences


def main():
    dic = KoDic(sys.argv[1])
    if sys.argv[2] == "--folds":
        folds, data = int(sys.argv[3]), Data(dic, load(dic, sys.argv[4:]))
        parts = []
        for fold in range(folds):
            rows = list(enumerate(data.sentences))
            weights = data.train([i for i, s in rows if s.number % folds != fold])
            tuned = data.score([i for i, s in rows if s.number % folds != fold and not s.copy], weights)
            held = data.score([i for i, s in rows if s.number % folds == fold and not s.copy], weights)
            names = data.score([i for i, s in rows if s.number % folds == fold and s.copy], weights)
            parts.append((tuned, held, names))
        for title, column in zip(("tuned", "held out", "held out, names hidden"), zip(*parts)):
            print(title, {name: f1(sum(part[name] for part in column)) for name in column[0]}, end="; ")
        print(len(data.index), int((weights != 0).sum()), flush=True)
        return
    data = Data(dic, load(dic, sys.argv[3:]))
    weights = data.train(range(len(data.sentences)))
    print({name: f1(counts) for name, counts in data.score(range(len(data.sentences)), weights).items()})
    write(data, weights, sys.argv[2])


def write(data, weights, path):
    rows = sorted((name, int(weights[i])) for name, i in data.index.items())
    with open(path, "w", encoding="utf8") as out:
        for name, value in rows:
            if abs(value) >= KEEP:
                out.write(f"{name}\t{value}\n")


if __name__ == "__main__":
    main()
