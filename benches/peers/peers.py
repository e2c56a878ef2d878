#!/usr/bin/env python3
"""malmoi and its peers on the same text, in one run, side by side.

    benches/peers/peers.py PATH... [--rounds 3] [--sample 100] [--python-mb 2] [--no-python]

Builds malmoi and the Rust peers (benches/peers/rust), makes a virtual
environment with the Python peers in benches/peers/venv, asks `malmoi bench
--texts` for the texts of the corpus, and measures everybody on them in turn:
one thread, a first pass (cold) and a second one (warm), each round in
processes of their own. Prints Markdown.

The Python peers are a hundred times slower, so they get about --python-mb
megabytes of the Korean texts, evenly spread. They remember nothing from one
sentence to the next, so less text makes them neither faster nor slower.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import venv

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PYTHON_PEERS = {"mecab-ko": "python-mecab-ko", "kiwi": "kiwipiepy"}
RUST_PEERS = ["lindera", "tantivy", "plain", "whatlang", "whichlang", "lingua"]
# What is measured on which texts, and what the ratios are to. The names with a
# star are malmoi's own.
TABLES = {
    "Korean": ("lindera", ["malmoi*", "lindera*", "lindera", "mecab-ko", "kiwi"]),
    "English": ("plain", ["words*", "tantivy", "plain"]),
    "Telling languages": ("lingua", ["detect*", "whichlang", "whatlang", "lingua"]),
}
NOTES = {
    "malmoi*": "malmoi's Korean engine, with terms and kinds",
    "lindera*": "`--engine lindera`: the segmenter, with malmoi's terms and kinds",
    "lindera": "Lindera's `Segmenter` alone, the same dictionary",
    "words*": "malmoi's English: words, stop words, stems",
    "tantivy": "tantivy's `en_stem`: words, lower case, stems",
    "plain": "unicode words, lower case, Snowball, nothing else",
    "detect*": "malmoi: the language of the text and of each run",
    "lingua": "lingua with the 17 languages of rust/Cargo.toml",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("paths", nargs="*", metavar="PATH", help="what malmoi can read")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sample", type=int, default=100, help="megabytes, as of malmoi bench")
    parser.add_argument("--python-mb", type=float, default=2)
    parser.add_argument("--no-python", action="store_true", help="leave the Python peers out")
    parser.add_argument("--run", nargs=2, metavar=("PEER", "TEXTS"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.run:
        print(json.dumps(run_python_peer(*args.run)))
        return
    if not args.paths:
        parser.error("name files or folders to measure on")

    malmoi = build(ROOT / "Cargo.toml", "malmoi", "-p", "malmoi-cli")
    peers = build(HERE / "rust" / "Cargo.toml", "malmoi-peers")
    python = None if args.no_python else make_environment()
    with tempfile.TemporaryDirectory() as folder:
        texts = pathlib.Path(folder) / "texts.jsonl"
        with texts.open("wb") as out:
            check([*bench(malmoi, args), "--texts"], stdout=out)
        sample = pathlib.Path(folder) / "sample.jsonl"
        thin(texts, sample, args.python_mb * 1e6)
        languages = {row["lang"] for row in read(texts)}
        rounds = []
        for number in range(1, args.rounds + 1):
            rounds.append(one_round(number, args, malmoi, peers, python, texts, sample, languages))
    show(args, rounds)


def build(manifest, binary, *more):
    """Builds a program, and returns its path."""
    command = ["cargo", "build", "--release", "--locked", "--manifest-path", manifest, *more]
    say("building", binary)
    told = check([*command, "--message-format", "json"], stdout=subprocess.PIPE).stdout
    for line in told.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["target"]["name"] == binary:
            return message["executable"]
    sys.exit(f"cargo built no {binary}")


def bench(malmoi, args):
    return [malmoi, "bench", "--quiet", "--sample", args.sample, *args.paths]


def make_environment():
    """Makes the virtual environment once, and returns its Python."""
    folder = HERE / "venv"
    python = folder / "bin" / "python"
    if not python.exists():
        say("installing", *PYTHON_PEERS.values())
        venv.create(folder, with_pip=True)
        check([python, "-m", "pip", "install", "--quiet", *PYTHON_PEERS.values()])
    return python


def one_round(number, args, malmoi, peers, python, texts, sample, languages):
    """Measures everybody once; returns figures by name."""
    found = {}
    say(f"round {number}: malmoi")
    command = [*bench(malmoi, args), "--format", "json", "--rounds", "1", "--threads", "1"]
    report = json.loads(check(command, stdout=subprocess.PIPE).stdout)
    for row in report["engines"]:
        found[row["name"] + "*"] = row | {"version": report["version"]}
    needs = {"lindera": "ko", "tantivy": "en", "plain": "en"}
    for name in RUST_PEERS:
        if needs.get(name) not in {None, *languages}:
            continue
        say(f"round {number}: {name}")
        with texts.open("rb") as source:
            told = check([peers, name], stdin=source, stdout=subprocess.PIPE).stdout
        found[name] = json.loads(told)
    for name in PYTHON_PEERS if python and "ko" in languages else []:
        say(f"round {number}: {name}")
        told = check([python, __file__, "--run", name, sample], stdout=subprocess.PIPE).stdout
        found[name] = json.loads(told)
    found["report"] = report
    return found


def run_python_peer(name, path):
    """One engine, two passes, in this process."""
    lines = [line for row in read(path) for line in row["text"].split("\n") if line.strip()]
    size = sum(len(line.encode()) for line in lines)
    start = time.perf_counter()
    if name == "mecab-ko":
        import mecab

        analyze = mecab.MeCab().pos
    else:
        import kiwipiepy

        analyze = kiwipiepy.Kiwi(num_workers=1).tokenize
    load = time.perf_counter() - start
    from importlib.metadata import version

    times, tokens = [], 0
    for _ in range(2):
        start = time.perf_counter()
        tokens = sum(len(analyze(line)) for line in lines)
        times.append(time.perf_counter() - start)
    return {
        "version": version(PYTHON_PEERS[name]),
        "bytes": size,
        "load_ms": load * 1000,
        "cold_mb_s": size / 1e6 / times[0],
        "warm_mb_s": size / 1e6 / times[1],
        "tokens_per_s": tokens / times[0],
        "peak_rss_mb": peak_rss_mb(),
    }


def peak_rss_mb():
    """The most memory this process had, where Linux tells."""
    try:
        status = pathlib.Path("/proc/self/status").read_text()
    except OSError:
        return None
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e6


def read(path):
    with open(path, encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def thin(texts, sample, size):
    """Writes Korean texts of about `size` bytes, evenly spread, line by line."""
    lines = [l for row in read(texts) if row["lang"] == "ko" for l in row["text"].split("\n") if l]
    step = max(1, round(sum(len(line.encode()) for line in lines) / size))
    with sample.open("w", encoding="utf-8") as out:
        for line in lines[::step]:
            out.write(json.dumps({"lang": "ko", "text": line}) + "\n")


def show(args, rounds):
    report = rounds[0]["report"]
    machine = report["machine"]
    shares = ", ".join(
        f"{100 * share['bytes'] / report['bytes']:.0f} % {lang}"
        for lang, share in sorted(report["languages"].items(), key=lambda i: -i[1]["bytes"])[:3]
    )
    print(
        f"{datetime.date.today()}, {machine['cores']} cores ({machine['cpu'] or platform.processor()}), "
        f"{' '.join(os.path.basename(path.rstrip('/')) for path in args.paths)}: "
        f"{report['bytes'] / 1e6:.1f} MB in {report['documents']} documents ({shares}). "
        f"One thread, median of {len(rounds)} rounds (least–most)."
    )
    for title, (base, names) in TABLES.items():
        names = [name for name in names if name in rounds[0]]
        if base not in names:
            continue
        print(f"\n### {title}\n")
        print(f"| | version | text MB | cold MB/s | warm MB/s | tokens/s | peak MB | cold, × {base} | warm, × {base} |")
        print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
        for name in names:
            values = lambda key: [r[name][key] for r in rounds]
            # A ratio is of one round's figures; the median of them is told.
            ratio = lambda key: statistics.median(r[name][key] / r[base][key] for r in rounds)
            first = rounds[0][name]
            tokens = statistics.median(values("tokens_per_s")) if first.get("tokens_per_s") else None
            peak = statistics.median(values("peak_rss_mb")) if first["peak_rss_mb"] else None
            print(
                f"| {'**malmoi** ' + name[:-1] if name.endswith('*') else name} | {first['version']} "
                f"| {first['bytes'] / 1e6:.1f} | {spread(values('cold_mb_s'))} | {spread(values('warm_mb_s'))} "
                f"| {f'{tokens:,.0f}' if tokens else '–'} | {f'{peak:.0f}' if peak else '–'} "
                f"| {ratio('cold_mb_s'):.2f} | {ratio('warm_mb_s'):.2f} |"
            )
        print()
        for name in names:
            if name in NOTES:
                print(f"- {'malmoi ' + name[:-1] if name.endswith('*') else name}: {NOTES[name]}")


def spread(values):
    digits = lambda v: f"{v:.2f}" if v < 10 else f"{v:.1f}" if v < 100 else f"{v:.0f}"
    return f"{digits(statistics.median(values))} ({digits(min(values))}–{digits(max(values))})"


def check(command, **more):
    return subprocess.run([str(part) for part in command], check=True, **more)


def say(*words):
    print(*words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
