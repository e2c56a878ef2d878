#!/usr/bin/env python3
"""Learns the weights by which malmoi tells keywords from other words and phrases.

    pip install numpy==2.4.6 snowballstemmer==3.1.1
    python3 learn.py "malmoi tokenize" news.jsonl abstracts.jsonl korean.jsonl

Each line of the files is {"text": …, "keys": [...]}: a document, and what its
readers chose. The script prints the weights of crates/malmoi/src/salience.rs
(narrative, exposition, Korean) and of style.rs, and F1 of the first ten on
documents that the weights were not learnt from. Candidates and features must
stay as they are in candidates.rs and salience.rs, the words of known frequency
as in background.rs.
"""
import json, math, pathlib, re, shlex, struct, subprocess, sys
from collections import Counter

import numpy as np, snowballstemmer

HERE = pathlib.Path(__file__).parent
STEM = snowballstemmer.stemmer("english").stemWord
FEATURES = "count opens closes nested first rarity letters two three four five gaps ed ly ing plural".split()
ORDINAL = set("차대호급인군")
PRONOUNS = set("i you he she him his her hers my your me they them their us".split())
PASTS = set("was were had said did".split())
LINE_END = "‖"


def listed(name):
    lines = (HERE.parent / name).read_text(encoding="utf8").splitlines()
    return {word for line in lines for word in line.split("#")[0].split()}


STOP, SHORT = listed("stop-words/ko.txt"), listed("short-nouns/ko.txt")
WORDS = {v >> 4: v & 15 for (v,) in struct.iter_unpack("<I", (HERE.parent / "background/words.bin").read_bytes())}


def rarity(language, term):
    value = 0xCBF29CE484222325
    for byte in f"{language} {term}".encode():
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    level = WORDS.get(value >> 36)
    unlisted = {"en": 2.2, "ko": 3.0}.get(language, 4.0)
    return 8 - (unlisted if level is None else 1 + 0.4 * level)


def normal(key):
    """A key as the score compares it: stems, or Hangul without spaces."""
    if re.search("[가-힣]", key):
        return re.sub(r"[^\w]", "", key.lower())
    return " ".join(map(STEM, re.findall(r"\w+", key.lower())))


def role(token):
    """word, head, middle, tail, unit, number, or nothing: the roles of candidates.rs."""
    surface, pos = token["surface"], token["pos"]
    has_letter = any(c.isalpha() for c in surface)
    if token["lang"] != "ko":
        return "word" if pos == "word" and has_letter else ""
    is_term = len(surface) > 1 or surface in SHORT or pos in ("SH", "SL")
    if pos in ("NNG", "NNP", "XR", "SH", "SL") and has_letter and is_term and surface not in STOP:
        return "word"
    if pos in ("NNG", "NNP") and len(surface) == 1:
        return "head"
    if pos == "XSN":
        return {"들": "", "적": "middle"}.get(surface, "tail")
    return {"SN": "number", "NNBC": "unit", "XPN": "head"}.get(pos, "")


def runs(line, tokens):
    """Returns the runs of content words, and what tells the style of the text."""
    data, end, done, run, after_lower = line.encode(), 0, [], [], False
    style = Counter()
    for token in tokens:
        surface, pos = token["surface"], token["pos"]
        if pos == "address" or not re.search(r"\w", surface):
            after_lower = False
            continue
        gap, end = data[end : token["start"]].decode("utf8", "ignore"), token["end"]
        style["words"] += surface[0].isalpha()
        style["letters"] += len(surface) if surface[0].isalpha() else 0
        style["names"] += after_lower and surface[0].isupper()
        after_lower = surface[0].islower()
        if pos == "stop":
            style["pronouns"] += surface.lower() in PRONOUNS
            style["pasts"] += surface.lower() in PASTS
        wrapped = gap.count(LINE_END) == 1 and not gap.replace(LINE_END, "").strip() and after_lower
        if gap.strip() and gap != "-" and not wrapped:
            done, run = done + [run], []
        glued = not gap and run
        if glued and pos.startswith(("XSV", "XSA")):
            run.pop()
        kind = role(token)
        before = run[-1]["kind"] if glued and run else None
        if kind in ("tail", "middle") and not before:
            kind = ""
        if kind == "unit" and (not before or before == "number" and surface not in ORDINAL):
            kind = ""
        if kind == "number":
            if before == "word":
                kind = "tail"
            else:
                done, run = done + [run], []
        if not kind:
            done, run = done + [run], []
        else:
            if not glued and [word["kind"] for word in run] == ["number"]:
                run = []
            term = token["term"] if kind == "word" else surface
            run.append(dict(surface=surface, term=term, kind=kind, lang=token["lang"], gap=gap, at=style["tokens"]))
        style["tokens"] += 1
    style["marks"] = sum(line.count(mark) for mark in '"“”?!$')
    return [run for run in done + [run] if run], style


def candidates(found):
    """Returns the candidates of the runs: words, and two to five that end a run."""
    every = {}
    for run in found:
        for start in range(len(run)):
            for words in {start + 1, len(run)}:
                part = run[start:words]
                kinds = [word["kind"] for word in part]
                if len(part) > 5 or len(part) == 1 and kinds != ["word"]:
                    continue
                if kinds[0] in ("tail", "middle", "unit") or kinds[-1] in ("head", "middle", "number") or kinds == ["number", "unit"]:
                    continue
                one = every.setdefault(tuple(word["term"] for word in part), dict(words=part, count=0, opens=0, closes=0, whole=0, forms=Counter()))
                one["count"] += 1
                one["opens"] += start == 0
                one["closes"] += words == len(run)
                one["whole"] += len(part) == len(run)
                form = "".join((word["gap"] if at else "") + word["surface"] for at, word in enumerate(part))
                one["forms"][re.sub(rf"[\s{LINE_END}]+", " ", form)] += 1
    return every.values()


def features(one):
    words, count, form = one["words"], one["count"], one["forms"].most_common(1)[0][0]
    first, several = words[0]["surface"].lower(), len(words) > 1
    return form, [
        math.log(count), one["opens"] / count, one["closes"] / count, one["whole"] == 0, math.log(1 + words[0]["at"]),
        sum(rarity(word["lang"], word["term"]) for word in words) / len(words), math.log(sum(1 if c < "\u1100" else 2.5 for c in form)),
        *(len(words) == length for length in (2, 3, 4, 5)), sum(word["gap"] != "" for word in words[1:]),
        form.lower().endswith("ed"), any(word["surface"].lower().endswith("ly") for word in words),
        several and first.endswith("ing"), several and first.endswith("s") and not first.endswith("ss"),
    ]


def load(command, path):
    """Returns for each document its candidates, features, answers, keys and style."""
    rows = [json.loads(line) for line in open(path, encoding="utf8")]
    lines = [row["text"].replace("\r", " ").replace("\n", f" {LINE_END} ") for row in rows]
    command = shlex.split(command) + ["--quiet", "--format", "jsonl", "--compounds", "none"]
    out = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True, check=True).stdout
    documents = []
    for row, line, answer in zip(rows, lines, out.splitlines(), strict=True):
        found, style = runs(line, json.loads(answer)["tokens"])
        keys = {normal(key) for key in row["keys"]} - {""}
        forms, values = zip(*map(features, candidates(found)))
        names = [normal(form) for form in forms]
        words = max(style["words"], 1)
        shares = [style[what] / words for what in ("letters", "names", "pronouns", "pasts", "marks")]
        documents.append((names, np.array(values, float), np.array([name in keys for name in names], float), keys, shares))
    return documents


def logistic(x, y, ridge, steps=20):
    """Logistic regression by Newton's method, ridge on standardised features."""
    mean, spread = x.mean(0), x.std(0) + 1e-9
    z = np.c_[np.ones(len(x)), (x - mean) / spread]
    weights, penalty = np.zeros(z.shape[1]), np.eye(z.shape[1]) * ridge
    penalty[0, 0] = 0
    for _ in range(steps):
        p = 1 / (1 + np.exp(-z @ weights))
        hessian = (z * np.maximum(p * (1 - p), 1e-6)[:, None]).T @ z + penalty
        weights += np.linalg.solve(hessian, z.T @ (y - p) - penalty @ weights)
    slopes = weights[1:] / spread
    return np.r_[weights[0] - slopes @ mean, slopes]


def learn(documents, ridge, used):
    x = np.concatenate([document[1] for document in documents]) * used
    return logistic(x, np.concatenate([document[2] for document in documents]), ridge)


def f1(document, weights):
    names, values, _, keys, _ = document
    best = dict.fromkeys(names[at] for at in np.argsort(-(values @ weights[1:]), kind="stable"))
    best = [name for name in best if name][:10]
    hit = len(keys.intersection(best))
    return 2 * hit / (len(best) + len(keys)) if hit else 0.0


def exposition(shares, style):
    """The curve of style.rs: moved towards the narrative, and twice as steep."""
    return 1 / (1 + math.exp(-2 * (style[0] - 1 + np.dot(shares, style[1:]))))


def main():
    command, *paths = sys.argv[1:]
    news, abstracts, korean = (load(command, path) for path in paths)
    english = np.array([name not in ("gaps",) for name in FEATURES], float)
    hangul = np.array([name not in ("ed", "ly", "ing", "plural") for name in FEATURES], float)
    told = [document[4] for document in news + abstracts]
    style = logistic(np.array(told), np.repeat([0.0, 1.0], [len(news), len(abstracts)]), 1)
    for name, documents in ("news", news), ("abstracts", abstracts):
        for half in 0, 1:
            w = [learn(them[1 - half :: 2], 5, english) for them in (news, abstracts)]
            at = [(document, exposition(document[4], style)) for document in documents[half::2]]
            score = np.mean([f1(document, w[0] + share * (w[1] - w[0])) for document, share in at])
            print(f"{name}, half {half}, learnt from the other: {score:.4f}")
    left_out = []
    for document in korean:
        # The same article may be there twice.
        others = [other for other in korean if len(other[3] & document[3]) <= 5]
        left_out.append(f1(document, learn(others, 30, hangul)))
    print(f"korean, each learnt from the others: even {np.mean(left_out[::2]):.4f}, odd {np.mean(left_out[1::2]):.4f}")
    print("style", *np.round(style, 2))
    for name, documents, ridge, used in ("narrative", news, 5, english), ("exposition", abstracts, 5, english), ("korean", korean, 30, hangul):
        print(name, dict(zip(["base", *FEATURES], np.round(learn(documents, ridge, used), 2).tolist())))


if __name__ == "__main__":
    main()
