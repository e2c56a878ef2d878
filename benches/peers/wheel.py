#!/usr/bin/env python3
"""The Python wheel beside its peers, and beside the program.

    benches/peers/wheel.py PATH... [--rounds 5] [--sentences 10000] [--articles 1000]
                           [--wheel FILE] [--malmoi FILE]

Builds the wheel and the program as their users get them (or takes those that are named), and prints Markdown:

- `malmoi.tokenize` of a list of distinct Korean sentences on one thread, beside python-mecab-ko and kiwipiepy: everybody in turn, each
  in a process of its own, first with all still to be learnt (cold), then again (warm);
- keywords of articles, read from the same file, by a program in Python and by the command `malmoi keywords`, whose
  answers must be the same: processor time of whole processes, without what one article takes, so without starting and loading;
- the size of the wheel, the time of an import, and the memory of two processes together.
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

import peers

HERE = pathlib.Path(__file__).resolve().parent
# What each is called with a list of sentences.
TOKENIZERS = {
    "malmoi": "malmoi.tokenize(sentences)",
    "mecab-ko": "[MeCab().parse(s) for s in sentences]",
    "kiwi": "[Kiwi(num_workers=1).tokenize(s) for s in sentences]",
}
# What is read of each token when somebody wants to know surface and tag.
FIELDS = {
    "malmoi": lambda token: (token.surface, token.pos),
    "mecab-ko": lambda token: (token.surface, token.pos),
    "kiwi": lambda token: (token.form, token.tag),
}
SAMPLE = "정부는 반도체 대책을 발표했다."


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("paths", nargs="*", metavar="PATH", help="what malmoi can read")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sentences", type=int, default=10_000)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--wheel", help="a wheel that is built already")
    parser.add_argument("--malmoi", help="the program, built already")
    parser.add_argument("--run", nargs=2, metavar=("JOB", "FILE"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.run:
        run(*args.run)
        return
    if not args.paths:
        parser.error("name files or folders to measure on")
    malmoi = args.malmoi or peers.build(peers.ROOT / "Cargo.toml", "malmoi", "-p", "malmoi-cli")
    python = peers.make_environment()
    wheel = pathlib.Path(args.wheel) if args.wheel else build_wheel(python)
    pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    peers.check([*pip, "pyarrow"])
    peers.check([*pip, "--force-reinstall", "--no-deps", wheel])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        texts = folder / "texts.jsonl"
        with texts.open("wb") as out:
            peers.check([malmoi, "bench", "--quiet", "--sample", "100", *args.paths, "--texts"], stdout=out)
        korean = [row["text"] for row in peers.read(texts) if row["lang"] == "ko"]
        tokenizing(args, python, distinct_sentences(korean, args.sentences), folder)
        all_texts = [row["text"] for row in peers.read(texts)]
        keywords(args, python, malmoi, all_texts[: args.articles], folder)
    others(python, wheel)


def build_wheel(python):
    """Builds the wheel as `pip install` would, and returns its path."""
    peers.say("building the wheel")
    folder = HERE / "venv" / "wheel"
    crate = peers.ROOT / "crates" / "malmoi-python"
    peers.check([python, "-m", "pip", "--quiet", "wheel", "--no-deps", "--wheel-dir", folder, crate])
    return max(folder.glob("malmoi-*.whl"), key=lambda path: path.stat().st_mtime)


def distinct_sentences(texts, count):
    """Returns so many sentences, evenly spread, none of them twice."""
    found = {}
    for text in texts:
        for line in text.split("\n"):
            for sentence in re.split(r"(?<=[다요]\.)\s+", line):
                if len(sentence) >= 10:
                    found[sentence.strip()] = None
    if len(found) < count:
        sys.exit(f"the texts have {len(found)} Korean sentences, and {count} are wanted; name more of them")
    return [s for n, s in enumerate(found) if n * count // len(found) != (n - 1) * count // len(found)]


def tokenizing(args, python, sentences, folder):
    path = folder / "sentences.json"
    path.write_text(json.dumps(sentences), "utf-8")
    rounds = []
    for number in range(1, args.rounds + 1):
        peers.say(f"round {number}: tokenizing")
        jobs = {name: peers.check([python, __file__, "--run", name, path], stdout=subprocess.PIPE) for name in TOKENIZERS}
        rounds.append({name: json.loads(job.stdout) for name, job in jobs.items()})
    size = sum(len(sentence.encode()) for sentence in sentences)
    print(
        f"{len(sentences):,} Korean sentences, {size / 1e6:.2f} MB, one thread, milliseconds of processor time, "
        f"median of {args.rounds} rounds (least–most). Ratios are of one round's figures.\n"
    )
    passes = ("cold", "warm", "read")
    print("| | loading | cold | warm | warm, and surface and tag read | tokens | cold, malmoi × | warm | read |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for name in TOKENIZERS:
        times = [peers.spread([1000 * r[name][key] for r in rounds]) for key in ("load", *passes)]
        ratios = [statistics.median(r[name][key] / r["malmoi"][key] for r in rounds) for key in passes]
        ratios = [f"{ratio:.1f}" if name != "malmoi" else "" for ratio in ratios]
        print(f"| {' | '.join([name, *times, str(rounds[0][name]['tokens']), *ratios])} |")
    print()
    for name, what in TOKENIZERS.items():
        print(f"- {name} {rounds[0][name]['version']}: `{what}`")


def keywords(args, python, malmoi, texts, folder):
    files = {}
    for count in (1, len(texts)):
        files[count] = folder / f"{count}.jsonl"
        rows = [json.dumps({"id": str(n), "text": text}, ensure_ascii=False) for n, text in enumerate(texts[:count])]
        files[count].write_text("\n".join(rows) + "\n", "utf-8")
    commands = {
        "program": lambda file: [malmoi, "keywords", file, "--threads", "1", "--top", "20", "--format", "jsonl", "--quiet"],
        "Python": lambda file: [python, __file__, "--run", "keywords", file],
    }
    rounds = []
    for number in range(1, args.rounds + 1):
        peers.say(f"round {number}: keywords")
        found = {}
        for name, command in commands.items():
            (_, one), (answer, all_) = (process(command(files[count])) for count in (1, len(texts)))
            found[name] = {"processor": all_[0] - one[0], "wall": all_[1] - one[1], "answer": answer, "one": one[1]}
        ours, theirs = ([json.loads(line) for line in found[name]["answer"].splitlines()] for name in commands)
        if [(row["id"], row["keywords"]) for row in ours] != [(row["id"], row["keywords"]) for row in theirs]:
            sys.exit("the program and Python have found other keywords")
        rounds.append(found)
    print(f"\nKeywords of {len(texts):,} articles, one thread, seconds without those of one article:\n")
    print("| | processor | wall | one article |\n|---|---:|---:|---:|")
    for name in commands:
        print(f"| {name} | {' | '.join(peers.spread([r[name][key] for r in rounds]) for key in ('processor', 'wall', 'one'))} |")
    ratios = [
        peers.spread([r["Python"][key] / r["program"][key] for r in rounds]) for key in ("processor", "wall")
    ]
    print(f"| Python, × program | {ratios[0]} | {ratios[1]} | |")


def process(command):
    """Runs a command; returns what it printed, and its processor and wall time."""
    before, start = os.times(), time.perf_counter()
    answer = peers.check(command, stdout=subprocess.PIPE).stdout
    wall, after = time.perf_counter() - start, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return answer, (used, wall)


def others(python, wheel):
    program = "import time; t = time.perf_counter(); import malmoi; print(time.perf_counter() - t)"
    took = [float(peers.check([python, "-c", program], stdout=subprocess.PIPE).stdout) for _ in range(5)]
    print(f"\nWheel {wheel.stat().st_size / 1e6:.1f} MB; import {peers.spread([1000 * t for t in took])} ms; memory (MB):\n")
    command = [str(python), "-c", f"import malmoi; malmoi.tokenize('{SAMPLE}'); print(flush=True); input()"]
    started = []
    print("| processes | RSS of each | PSS of all | of that the extension module |\n|---|---:|---:|---:|")
    try:
        for count in (1, 2):
            started.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
            started[-1].stdout.readline()
            memory = [resident(p.pid) for p in started]
            both = [sum(m[key] for m in memory) for key in ("Pss", "module")]
            print(f"| {count} | {memory[0]['Rss']:.1f} | {both[0]:.1f} | {both[1]:.1f} |")
    finally:
        for p in started:
            p.communicate(b"\n")


def resident(pid):
    """The memory of a process in MB, and the share of it that the extension module has."""
    found, is_module = {"Rss": 0, "Pss": 0, "module": 0}, False
    for line in pathlib.Path(f"/proc/{pid}/smaps").read_text("utf-8").splitlines():
        name, *rest = line.split()
        if not name.endswith(":"):
            is_module = "_malmoi" in line
        elif name[:-1] in found:
            found[name[:-1]] += int(rest[0]) * 1024 / 1e6
            if name == "Pss:" and is_module:
                found["module"] += int(rest[0]) * 1024 / 1e6
    return found


def run(job, path):
    """Does one job in this process."""
    if job == "keywords":
        write_keywords(path)
    else:
        print(json.dumps(tokenize(job, json.loads(pathlib.Path(path).read_text("utf-8")))))


def tokenize(name, sentences):
    start = time.process_time()
    if name == "malmoi":
        import malmoi

        malmoi.default_analyzer()
        version, job = malmoi.__version__, malmoi.tokenize
    elif name == "mecab-ko":
        import mecab

        parse = mecab.MeCab().parse
        version, job = mecab.__version__, lambda sentences: [parse(s) for s in sentences]
    else:
        import kiwipiepy

        split = kiwipiepy.Kiwi(num_workers=1).tokenize
        version, job = kiwipiepy.__version__, lambda sentences: [split(s) for s in sentences]
    took = {"load": time.process_time() - start}
    for key in ("cold", "warm"):
        start = time.process_time()
        found = job(sentences)
        tokens = sum(map(len, found))
        # What takes the tokens away is part of the price.
        del found
        took[key] = time.process_time() - start
    start = time.process_time()
    fields = [[FIELDS[name](token) for token in tokens] for tokens in job(sentences)]
    took["read"] = time.process_time() - start
    assert sum(map(len, fields)) == tokens
    return {**took, "tokens": tokens, "version": version}


def write_keywords(path):
    """What `malmoi keywords --format jsonl` does, by the library."""
    import malmoi.arrow
    import pyarrow

    files = pyarrow.table({"path": [path], "content": [pathlib.Path(path).read_bytes()]})
    articles = malmoi.arrow.read_articles(files)
    texts = articles["text"].to_pylist()
    for id, found in zip(articles["id"].to_pylist(), malmoi.keywords(texts), strict=True):
        rows = [{"term": k.term, "display": k.display, "score": k.score, "count": k.count} for k in found]
        print(json.dumps({"id": id, "keywords": rows}, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
