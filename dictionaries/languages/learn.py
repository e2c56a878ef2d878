#!/usr/bin/env python3
"""Learns the model by which malmoi tells languages of one alphabet apart.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 scipy==1.17.1 msgpack==1.2.4 wordfreq==3.1.1
    cargo fetch
    venv/bin/python learn.py $HOME/.cargo/registry/src/*/whatlang-0.18.0 ngrams.bin

It learns from the word frequencies of wordfreq and, for the languages that has
none of, from the trigrams in the source of the crate whatlang. Texts are made up
by drawing words by their frequency, from one word to a score, and a softmax
regression over hashed n-grams of letters learns to say whose words they are.
The result is the same on each run. Features and hash must stay as they are in
crates/malmoi-text/src/ngrams.rs, where the format is described, too.
"""
import gzip, pathlib, re, sys, unicodedata

import msgpack, numpy as np, scipy.sparse as sp, wordfreq

DATA = pathlib.Path(wordfreq.__file__).parent / "data"
RANDOM = np.random.default_rng(1443)

# Alphabets: buckets of the hash, texts to learn from, and languages as
# (ISO 639-1 code, wordfreq's name, millions of speakers). A text is likelier to
# be in a language with more speakers; the power keeps small ones in the race.
ALPHABETS = {
    "latin": (1 << 15, 3_000_000, [
        ("ca", "ca", 10), ("cs", "cs", 13), ("da", "da", 6), ("de", "de", 135), ("en", "en", 1500), ("es", "es", 560),
        ("fi", "fi", 5.5), ("fr", "fr", 310), ("hr", "sh", 17), ("hu", "hu", 13), ("id", "id", 250), ("it", "it", 68),
        ("lt", "lt", 3), ("lv", "lv", 1.7), ("nb", "nb", 5), ("nl", "nl", 30), ("pl", "pl", 45), ("pt", "pt", 260),
        ("ro", "ro", 25), ("sk", "sk", 7), ("sl", "sl", 2.5), ("sv", "sv", 13), ("tl", "fil", 80), ("tr", "tr", 90),
        ("vi", "vi", 86)]),
    "cyrillic": (1 << 12, 600_000, [
        ("bg", "bg", 8), ("mk", "mk", 2), ("ru", "ru", 255), ("sr", "sh", 9), ("uk", "uk", 40)]),
    "arabic": (1 << 12, 600_000, [("ar", "ar", 400), ("fa", "fa", 110), ("ur", "ur", 230)]),
}
PRIOR = 0.35
WORDS = 60_000  # of a language, the most frequent
LONGEST = 24  # letters of a word that are looked at

# Languages wordfreq lacks, by whatlang's names, and the class they are
# together. Where "other" wins, the program asks whatlang.
OTHERS = {
    "latin": ("other", ["Afr", "Aka", "Aze", "Cym", "Epo", "Est", "Jav", "Lat", "Sna", "Tuk", "Uzb", "Zul"]),
    "cyrillic": ("be", ["Bel"]),
    "arabic": None,
}


def word_list(name):
    """Words in small letters and their frequencies."""
    path = DATA / f"large_{name}.msgpack.gz"
    if not path.exists():
        path = DATA / f"small_{name}.msgpack.gz"
    with gzip.open(path) as file:
        buckets = msgpack.unpack(file, raw=False)[1:]
    found = {}
    for centibels, words in enumerate(buckets):
        for word in words:
            # As in the program, a word ends at what is no letter.
            for part in re.split(r"[\W\d_]+", unicodedata.normalize("NFC", word)):
                if part:
                    found[part] = found.get(part, 0) + 10 ** (-centibels / 100)
    return found


CYRILLIC = dict(zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш")) | {"lj": "љ", "nj": "њ", "dž": "џ"}


def to_cyrillic(word):
    """Serbian is listed in Latin letters; each has one in Cyrillic."""
    return re.sub("lj|nj|dž|.", lambda m: CYRILLIC.get(m[0], "q"), word)


def is_of(alphabet, word):
    names = {"latin": "LATIN", "cyrillic": "CYRILLIC", "arabic": "ARABIC"}
    return all(unicodedata.name(c, "").startswith(names[alphabet]) for c in word if unicodedata.category(c) != "Mn")


def trigrams(source, language):
    """The trigrams whatlang has of a language, most frequent first."""
    text = (pathlib.Path(source) / "src/trigrams/profiles.rs").read_text()
    profile = text.split(f"Lang::{language},", 1)[1].split("(\n        Lang::", 1)[0]
    found = re.findall(r"Trigram\('(.)', '(.)', '(.)'\)", profile)
    assert len(found) == 300, (language, len(found))
    return found


def chained(profile, n):
    """Words made by going from trigram to trigram: for languages that wordfreq
    lacks, they look like words of the language."""
    next_letters = {}
    for rank, (a, b, c) in enumerate(profile):
        if b != " ":
            letters, weights = next_letters.setdefault(a + b, ([], []))
            letters.append(c)
            weights.append(1 / (rank + 30))
    starts = [(p, w) for p, (_, ws) in sorted(next_letters.items()) if p[0] == " " for w in [sum(ws)]]
    first = np.array([w for _, w in starts])
    words = []
    while len(words) < n:
        word = starts[RANDOM.choice(len(starts), p=first / first.sum())][0]
        while word[-1] != " " and len(word) < 14:
            letters, weights = next_letters.get(word[-2:], ([" "], [1]))
            word += letters[RANDOM.choice(len(letters), p=np.array(weights) / sum(weights))]
        words.append(word.strip())
    return words


def noise(n):
    """Words that are no words: letters at random, evenly or as on a keyboard."""
    rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "bcdfghjklmnpqrstvwxz"]
    return ["".join(RANDOM.choice(list(rows[RANDOM.integers(5)]), RANDOM.integers(1, 10))) for _ in range(n)]


INITIALS = "g n d r m b s j ch k t p h kk tt pp ss jj".split() + [""] * 3
VOWELS = "a ae ya eo e yeo ye o wa oe yo u wo wi yu eu ui i".split()
FINALS = [""] * 12 + "k n t l m p ng ng n n l".split()


def romanised(n):
    """Korean names in Latin letters, which stand in texts of any language."""
    syllable = lambda: RANDOM.choice(INITIALS) + RANDOM.choice(VOWELS) + RANDOM.choice(FINALS)
    return ["".join(syllable() for _ in range(RANDOM.integers(1, 4))) for _ in range(n)]


def features(words, buckets):
    """One row a word: how often each hashed n-gram is in it."""
    rows, columns = [], []
    length = np.array([min(len(w), LONGEST) for w in words])
    letters = np.zeros((len(words), LONGEST + 2), np.uint32)
    for at, word in enumerate(words):
        codes = [ord(c) for c in word[:LONGEST]]
        letters[at, 0] = 2
        letters[at, 1 : len(codes) + 1] = codes
        letters[at, len(codes) + 1] = 3
    index = np.arange(len(words))
    with np.errstate(over="ignore"):
        def add(hashes, chosen):
            rows.append(index[chosen])
            mixed = (hashes[chosen] ^ (hashes[chosen] >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
            columns.append(mixed >> np.uint32(33 - buckets.bit_length()))

        for start in range(LONGEST + 2):
            h = np.full(len(words), 0x811C9DC5, np.uint32)
            for n in range(1, 6):
                if start + n > LONGEST + 2:
                    break
                h = (h ^ letters[:, start + n - 1]) * np.uint32(0x9E3779B1)
                if n == 1 and start == 0:
                    continue
                add(h, start + n <= length + (1 if n == 1 else 2))
        # The word as a whole, if longer than what the n-grams can hold.
        h = np.full(len(words), 0x2545F491, np.uint32)
        for at in range(1, LONGEST + 1):
            h = np.where(at <= length, (h ^ letters[:, at]) * np.uint32(0x9E3779B1), h)
        add(h, length > 3)
    r, c = np.concatenate(rows), np.concatenate(columns)
    matrix = sp.csr_matrix((np.ones(len(r), np.float32), (r, c)), (len(words), buckets))
    return matrix


def plain(word):
    """The word without the marks on its letters, as careless typists leave it."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")


class Texts:
    """Made-up texts of an alphabet."""

    def __init__(self, alphabet, buckets, languages, whatlang):
        lists = []
        for _, name, _ in languages:
            words = word_list(name)
            if alphabet == "cyrillic" and name == "sh":
                words = {to_cyrillic(w): f for w, f in words.items()}
            words = {w: f for w, f in words.items() if is_of(alphabet, w)}
            lists.append(dict(sorted(words.items(), key=lambda x: (-x[1], x[0]))[:WORDS]))
        most = {}
        for words in lists:
            for word, f in words.items():
                most[word] = max(most.get(word, 0), f)
        # A word much more frequent elsewhere is a quotation here.
        lists = [{w: f for w, f in words.items() if f * 20 > most[w]} for words in lists]
        extra, self.classes = [], [code for code, _, _ in languages]
        if OTHERS[alphabet]:
            name, profiles = OTHERS[alphabet]
            extra.append(sum([chained(trigrams(whatlang, p), 4_000) for p in profiles], []))
            self.classes.append(name)
        if alphabet == "latin":
            extra += [noise(20_000), romanised(20_000)]
            self.classes.append("und")
        self.groups, words = [], []
        for group in [list(l) for l in lists] + extra:
            self.groups.append((len(words), len(group)))
            words += group
        frequencies = [np.array(list(l.values())) for l in lists]
        self.shares = [[np.cumsum(f**a / (f**a).sum()) for a in (1.0, 0.5)] for f in frequencies]
        print(alphabet, [len(l) for l in lists], flush=True)
        self.plain_from = len(words)
        if alphabet == "latin":
            words += [plain(w) for w in words]
        self.features = features(words, buckets)
        # Little is in the other languages, and little is noise.
        speakers = np.array([s for _, _, s in languages]) ** PRIOR
        rest = [0.04] * (len(self.classes) - len(languages))
        self.prior = np.concatenate([speakers / speakers.sum() * (1 - sum(rest)), rest])
        self.alphabet, self.languages = alphabet, len(languages)

    def draw(self, n):
        """Returns features and classes of n texts."""
        classes = RANDOM.choice(len(self.prior), n, p=self.prior)
        size = np.minimum(RANDOM.geometric(0.28, n), 14)
        size = np.where(RANDOM.random(n) < 0.15, RANDOM.integers(8, 20, n), size)
        flat = np.where(RANDOM.random(n) < 0.5, 0, 1)
        is_plain = RANDOM.random(n) < 0.04
        rows, columns = [], []
        for c in range(len(self.prior)):
            for kind in (0, 1):
                texts = np.flatnonzero((classes == c) & (flat == kind))
                owners = np.repeat(texts, size[texts])
                u = RANDOM.random(len(owners))
                if c < self.languages:
                    start, _ = self.groups[c]
                    chosen = start + np.minimum(np.searchsorted(self.shares[c][kind], u), len(self.shares[c][kind]) - 1)
                else:
                    start, count = self.groups[c]
                    chosen = start + (u * count).astype(int)
                if self.alphabet == "latin":
                    # Names stand in longer texts of any language.
                    is_name = (RANDOM.random(len(owners)) < 0.08) & (size[owners] > 2)
                    start, count = self.groups[-1]
                    chosen = np.where(is_name, start + (RANDOM.random(len(owners)) * count).astype(int), chosen)
                    chosen = chosen + np.where(is_plain[owners], self.plain_from, 0)
                rows.append(owners)
                columns.append(chosen)
        r, c = np.concatenate(rows), np.concatenate(columns)
        bags = sp.csr_matrix((np.ones(len(r), np.float32), (r, c)), (n, self.features.shape[0]))
        return bags @ self.features, classes


def rounded(w, step):
    """Weights on sixteen steps, as they are stored in four bits."""
    return np.clip(np.round(w / step), -8, 7)


def learn(texts, total, batch=4096):
    """Softmax regression by Adam with a falling step. In the second half the
    weights are used as rounded as they will be stored, so that they learn to
    live with it."""
    buckets, classes = texts.features.shape[1], len(texts.prior)
    w, b = np.zeros((buckets, classes), np.float32), np.log(texts.prior).astype(np.float32)
    m, v = np.zeros_like(w), np.zeros_like(w)
    steps, step_size = total // batch, None
    for step in range(1, steps + 1):
        if step == steps // 2:
            step_size = float(np.quantile(np.abs(w), 0.995) / 7)
        x, y = texts.draw(batch)
        used = w if step_size is None else (rounded(w, step_size) * step_size).astype(np.float32)
        z = x @ used + b
        z -= z.max(1, keepdims=True)
        p = np.exp(z)
        p /= p.sum(1, keepdims=True)
        if step % 50 == 0:
            loss = -np.log(p[np.arange(batch), y] + 1e-9).mean()
            print(step, f"loss {loss:.3f} right {(z.argmax(1) == y).mean():.3f}", flush=True)
        p[np.arange(batch), y] -= 1
        g = (x.T @ p) / batch + 1e-7 * w
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g * g
        rate = 0.02 * (1 - step / steps) + 0.0005
        w -= rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-7)
    return rounded(w, step_size).astype(np.int64), step_size, b


def packed(weights):
    """Two weights a byte, the first in the low half."""
    w = weights + 8
    if w.shape[1] % 2:
        w = np.pad(w, ((0, 0), (0, 1)))
    return (w[:, 0::2] | w[:, 1::2] << 4).astype(np.uint8).tobytes()


def main(whatlang, out):
    with open(out, "wb") as file:
        for alphabet, (buckets, total, languages) in ALPHABETS.items():
            texts = Texts(alphabet, buckets, languages, whatlang)
            weights, step_size, bias = learn(texts, total)
            classes = " ".join(f"{code}:{b:.3f}" for code, b in zip(texts.classes, bias))
            file.write(f"{alphabet} {buckets} {step_size:.4f} {classes}\n".encode() + packed(weights))
        # More than a row can be read at the last row, too.
        file.write(bytes(16))


if __name__ == "__main__":
    main(*sys.argv[1:])
