"""Words, languages and keywords of texts."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import malmoi
from malmoi._malmoi import restore_tokens

WHEEL = os.environ.get("MALMOI_WHEEL", "")
KOREAN = "정부는 반도체 대책을 발표했다. 이재명 대통령은 APEC 정상회의에 참석했다."
ENGLISH = "The government announced measures for the chip industry on Monday."


def test_many_texts_have_what_each_has_alone_on_any_number_of_threads() -> None:
    texts = [KOREAN, ENGLISH, "", "😀 비가 왔다 😀"] * 700
    alone = {text: malmoi.tokenize(text) for text in texts[:4]}
    for threads in (1, 2):
        for text, tokens in zip(texts, malmoi.tokenize(texts, threads=threads), strict=True):
            assert tokens == alone[text]
    keywords = malmoi.keywords(texts[:8], top=3, threads=2)
    assert [len(found) for found in keywords[:3]] == [3, 3, 0]
    assert [k.term for k in keywords[0]] == [k.term for k in malmoi.keywords(KOREAN, top=3)]


def test_places_are_characters_and_not_bytes() -> None:
    text = "😀 비가 K-pop 왔다 é"
    for token in malmoi.tokenize(text):
        assert text[token.start : token.end] == token.surface
    runs = malmoi.detect(text).runs
    assert "".join(text[run.start : run.end] for run in runs) == text


def test_tokens_are_values() -> None:
    one, other = malmoi.tokenize("비가 왔다"), malmoi.tokenize("비가 왔다")
    assert one == other and len({*one, *other}) == len(one)
    assert one[0] != "비"
    assert (one[0].kind, one[0].pos, one[0].lang, one[0].is_term) == ("term", "NNG", "ko", True)


def test_tokens_are_a_sequence() -> None:
    tokens = malmoi.tokenize("비가 왔다")
    whole = list(tokens)
    assert [token.surface for token in whole] == ["비", "가", "왔", "다"]
    assert len(tokens) == 4 and tokens[-1] == whole[3] and tokens[0] in tokens
    assert tokens[1:3] == whole[1:3] and tokens[::-1] == whole[::-1] == list(reversed(tokens))
    assert tokens == whole and tokens != whole[:3] and tokens != "비가 왔다"
    assert repr(tokens) == f"Tokens({whole!r})" and not malmoi.tokenize("")
    for number in (4, -5, 10**30):
        with pytest.raises(IndexError):
            tokens[number]
    assert isinstance(tokens, Sequence)
    assert (tokens.index(whole[1]), tokens.count(whole[1]), tokens.count("비")) == (1, 1, 0)
    with pytest.raises(ValueError):
        tokens.index(whole[0], 1)
    # A token outlives the text's other tokens.
    last = tokens[3]
    del tokens, whole
    assert last.surface == "다"


def test_results_can_be_sent_to_another_process() -> None:
    results: list[Any] = [
        malmoi.tokenize(ENGLISH + KOREAN),
        malmoi.tokenize("")
    ]
    for tokens in results:
        for copied in (pickle.loads(pickle.dumps(tokens)), copy.deepcopy(tokens)):
            assert copied == tokens
    token = results[0][3]
    assert pickle.loads(pickle.dumps(token)) == token
    for found in (malmoi.keywords(KOREAN)[0], malmoi.detect(KOREAN)):
        assert pickle.loads(pickle.dumps(found)) == found
    with pytest.raises(ValueError, match="no tokens"):
        restore_tokens("비", [([(0, 3), (0, 9), (0, 3), (0, 1)], "term", "ko")])


def test_equal_results_are_equal_and_others_are_not() -> None:
    def results(text: str) -> list[object]:
        return [malmoi.keywords(text)[0], malmoi.detect(text), malmoi.detect(text).runs[0]]

    for found, again, other in zip(results(KOREAN), results(KOREAN), results(ENGLISH)):
        assert found == again
        assert hash(found) == hash(again)
        assert found != other
        assert found != "text"


def test_languages_of_many_texts_are_those_of_each() -> None:
    found = malmoi.detect([KOREAN, ENGLISH, ""], threads=2)
    assert [one.lang for one in found] == ["ko", "en", "und"]
    assert repr(found[0]) == repr(malmoi.detect(KOREAN))


def test_a_user_dictionary_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    with pytest.raises(malmoi.CorpusNotFoundError) as missing:
        malmoi.Analyzer(user_dictionary=path)
    assert missing.value.path == str(path)
    path.write_bytes("가온\n나래,".encode() + "말".encode("cp949"))
    with pytest.raises(malmoi.UserDictionaryError, match="UTF-8") as wrong:
        malmoi.Analyzer(user_dictionary=path)
    assert wrong.value.line == 2


def test_the_gil_is_released_while_rust_works() -> None:
    text = " ".join([KOREAN] * 10_000)
    malmoi.tokenize(KOREAN)
    interval = sys.getswitchinterval()
    # From here on no thread is asked to hand the GIL on: another runs only if the one that has it lets go.
    sys.setswitchinterval(10_000)
    try:
        # Once seen proves it; a machine with other work may let the call end before this thread wakes.
        assert any(runs_beside_tokenize(text) for _ in range(100))
    finally:
        sys.setswitchinterval(interval)


def runs_beside_tokenize(text: str) -> bool:
    """Whether this thread got to run between the start and the end of a call in another."""
    started = threading.Event()
    ended: list[bool] = []

    def work() -> None:
        started.set()
        malmoi.tokenize([text])
        ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    started.wait()
    beside = not ended
    thread.join()
    return beside


def test_options_change_what_is_found_and_survive_pickling(tmp_path: Path) -> None:
    words = tmp_path / "words.csv"
    words.write_text("가온해상풍력\n", "utf-8")
    text = "가온해상풍력이 아름다운 고속도로를 놓았다"
    for analyzer in (
        malmoi.Analyzer(user_dictionary=words),
        malmoi.Analyzer(words=["가온해상풍력"]),
    ):
        assert "가온해상풍력" in analyzer.terms(text)
    analyzer = malmoi.Analyzer(
        user_dictionary=[str(words)], compounds="mixed", lemmas=True, languages=["ko", "en"]
    )
    words.unlink()
    again: malmoi.Analyzer = pickle.loads(pickle.dumps(analyzer))
    assert again.terms(text) == analyzer.terms(text)
    assert {"가온해상풍력", "아름답다", "고속"} <= {*again.terms(text)}
    english = malmoi.Analyzer(language="en")
    assert [token.lang for token in english.tokenize("Heron 비")] == ["en", "en"]


def test_wrong_arguments_are_told_by_kind_with_path_and_line(tmp_path: Path) -> None:
    wrong = tmp_path / "words.csv"
    wrong.write_text("가온\n두 낱말\n", "utf-8")
    with pytest.raises(malmoi.UserDictionaryError) as told:
        malmoi.Analyzer(user_dictionary=wrong)
    assert (told.value.path, told.value.line) == (str(wrong), 2)
    assert str(told.value).startswith(f"{wrong}:2: ")
    assert isinstance(told.value, ValueError) and isinstance(told.value, malmoi.MalmoiError)
    copy = pickle.loads(pickle.dumps(told.value))
    assert (copy.path, copy.line, str(copy)) == (str(wrong), 2, str(told.value))
    with pytest.raises(malmoi.CorpusError):
        malmoi.Analyzer(user_dictionary=tmp_path / "none.csv")
    with pytest.raises(malmoi.DictionaryError, match="no-such-folder"):
        malmoi.Analyzer(dictionaries={"ja": "no-such-folder"})
    with pytest.raises(malmoi.OptionError, match="tlh"):
        malmoi.Analyzer(languages=["tlh"])
    with pytest.raises(malmoi.OptionError, match="compounds"):
        malmoi.Analyzer(compounds="some")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="text 1 of those given is no str but int"):
        malmoi.tokenize(["비", 1])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="give a text"):
        malmoi.tokenize(None)  # type: ignore[call-overload]
    with pytest.raises(malmoi.OptionError, match="두 낱말"):
        malmoi.Analyzer(words=["가온", "두 낱말"])
    with pytest.raises(malmoi.OptionError, match="one is enough"):
        malmoi.Analyzer(language="en", languages=["ko"])
    with pytest.raises(malmoi.OptionError, match="-1"):
        malmoi.keywords(KOREAN, top=-1)
    with pytest.raises(malmoi.OptionError, match="-2"):
        malmoi.analyze(tmp_path, threads=-2)


def test_importing_brings_no_other_library_and_reads_no_dictionary() -> None:
    program = (
        "import sys, malmoi; "
        "print(malmoi._default, *(name for name in ('numpy', 'pyarrow', 'pandas', 'polars', 'pyspark', 'malmoi.spark') if name in sys.modules)); "
        "print(malmoi.arrow.count_terms.__name__, 'pyarrow' in sys.modules, malmoi.spark.__name__, hasattr(malmoi, 'flink'))"
    )
    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert said.stdout.split() == ["None", "count_terms", "False", "malmoi.spark", "False"]


@pytest.mark.skipif(not WHEEL, reason="MALMOI_WHEEL names no wheel")
def test_the_wheel_is_no_larger_than_promised() -> None:
    assert Path(WHEEL).stat().st_size <= 45_000_000


def test_two_processes_share_the_dictionary() -> None:
    program = (
        "import malmoi, sys; malmoi.tokenize(sys.argv[1]); print('ready', flush=True); "
        "sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, KOREAN]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    try:
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        time.sleep(0.2)
        for process in started:
            library = library_memory(process.pid)
            # What is resident of the library is nobody's own but for relocations.
            assert library["Rss"] > 5_000
            assert library["Private_Dirty"] + library["Private_Clean"] < library["Rss"] / 3, library
            assert library["Pss"] < library["Rss"] * 0.7, library
    finally:
        for process in started:
            process.communicate("")


def library_memory(pid: int) -> dict[str, int]:
    """What is mapped of the extension module, in kB."""
    sums = dict.fromkeys(("Rss", "Pss", "Private_Clean", "Private_Dirty"), 0)
    is_ours = False
    for line in Path(f"/proc/{pid}/smaps").read_text("utf-8").splitlines():
        first = line.split()[0]
        if not first.endswith(":"):
            is_ours = "_malmoi" in line
        elif is_ours and first[:-1] in sums:
            sums[first[:-1]] += int(line.split()[1])
    return sums
