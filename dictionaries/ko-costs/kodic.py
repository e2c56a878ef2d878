"""mecab-ko-dic as MeCab compiled it, and the lattice of a sentence by malmoi's rules.

The files are those of the package python-mecab-ko-dic 2.1.1.post2. `Lattice` repeats
crates/malmoi-text/src/korean/lexicon.rs: same candidates, same costs.
"""

import struct

import numpy as np

# The first tags that cost more after a space (space_penalty in metadata.json).
PENALTIES = dict.fromkeys("EC EF EP ETM ETN VCP XSA XSN XSV".split(), 3000)
PENALTIES.update(dict.fromkeys("JC JKB JKC JKG JKO JKQ JKS JKV JX".split(), 6000))
LONGEST_GROUP = 24
# Marks the features of an unknown word.
UNKNOWN = "unknown"


class Entries:
    """The entries of one compiled dictionary."""

    def __init__(self, path):
        data = open(path, "rb").read()
        trie, tokens, features = struct.unpack("<3I", data[24:36])
        units = np.frombuffer(data, "<i4", trie // 4, 72).reshape(-1, 2)
        self.base = units[:, 0].tolist()
        self.check = units[:, 1].view("u4").tolist()
        record = [("left", "<u2"), ("right", "<u2"), ("pos", "<u2"), ("cost", "<i2"), ("feature", "<u4"), ("x", "<u4")]
        self.tokens = np.frombuffer(data, record, tokens // 16, 72 + trie)
        self.features = data[72 + trie + tokens : 72 + trie + tokens + features]
        self.known = {}

    def prefixes(self, key):
        """Returns (bytes, entries) for every prefix of `key` that is a surface."""
        found, base, check = [], self.base, self.check
        at = base[0]
        for length in range(len(key) + 1):
            if at < len(base) and check[at] == at and base[at] < 0:
                found.append((length, self.entries(-base[at] - 1)))
            if length < len(key):
                unit = at + key[length] + 1
                if unit >= len(base) or check[unit] != at:
                    break
                at = base[unit]
        return found

    def entries(self, value):
        """Returns [(left id, right id, cost, features)]."""
        if value not in self.known:
            rows = range(value >> 8, (value >> 8) + (value & 0xFF))
            self.known[value] = [self.entry(row) for row in rows]
        return self.known[value]

    def entry(self, row):
        token = self.tokens[row]
        start = int(token["feature"])
        text = self.features[start : self.features.index(b"\0", start)].decode()
        return int(token["left"]), int(token["right"]), int(token["cost"]), tuple(text.split(","))


class KoDic:
    def __init__(self, folder):
        self.system = Entries(f"{folder}/sys.dic")
        unknown = Entries(f"{folder}/unk.dic")
        matrix = open(f"{folder}/matrix.bin", "rb").read()
        lefts, rights = struct.unpack("<2H", matrix[:4])
        self.matrix = np.frombuffer(matrix, "<i2", -1, 4).reshape(rights, lefts)
        table = open(f"{folder}/char.bin", "rb").read()
        count = struct.unpack("<I", table[:4])[0]
        names = [table[4 + 32 * i : 36 + 32 * i].split(b"\0")[0] for i in range(count)]
        self.characters = np.frombuffer(table, "<u4", -1, 4 + 32 * count)
        self.space = 1 << names.index(b"SPACE")
        self.templates = [next(e for n, e in unknown.prefixes(name) if n == len(name)) for name in names]

    def character(self, c):
        """Returns (categories as bits, default category, length, group, invoke)."""
        bits = int(self.characters[ord(c) if ord(c) < 0xFFFF else 0])
        return bits & 0x3FFFF, bits >> 18 & 0xFF, bits >> 26 & 0xF, bits >> 30 & 1, bits >> 31

    def lattice(self, text):
        """Returns (characters, nodes, last position); a node is (position before the
        space, start, end, left id, right id, cost with penalty, features)."""
        chars = ["·" if c == "ㆍ" else c for c in text]
        kinds = [self.character(c) for c in chars]
        key = "".join(chars).encode()
        offsets = [0]
        for c in chars:
            offsets.append(offsets[-1] + len(c.encode()))
        place = {offset: i for i, offset in enumerate(offsets)}
        reached, nodes = {0}, []
        for position in range(len(chars)):
            if position not in reached:
                continue
            start = position
            while start < len(chars) and kinds[start][0] & self.space:
                start += 1
            if start == len(chars):
                break
            found = []
            for length, entries in self.system.prefixes(key[offsets[start] :]):
                found += [(place[offsets[start] + length],) + e for e in entries]
            found += self.unknown(kinds, start, bool(found))
            for end, left, right, cost, features in found:
                if start > position and features[0] != "UNKNOWN":
                    cost += PENALTIES.get(features[0].split("+")[0], 0)
                nodes.append((position, start, end, left, right, cost, features))
                reached.add(end)
        return chars, nodes, max(reached)

    def unknown(self, kinds, start, known):
        bits, category, longest, group, invoke = kinds[start]
        if known and not invoke:
            return []
        ends, same = [], lambda at: at < len(kinds) and kinds[at][0] & bits
        grouped = None
        if group:
            grouped = start + 1
            while same(grouped):
                grouped += 1
            if grouped - start - 1 <= LONGEST_GROUP:
                ends.append(grouped)
        for end in range(start + 1, start + 1 + longest):
            if end > len(kinds) or end == grouped:
                break
            ends.append(end)
            if not same(end):
                break
        if not ends and not known:
            ends.append(start + 1)
        return [(end,) + e[:3] + (e[3] + (UNKNOWN,),) for end in ends for e in self.templates[category]]
