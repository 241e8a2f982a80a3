"""Every bad input gives one line that names it and a hint, and stops nothing else."""

import io
import json
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from politigraph.api.cli import main
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.conftest import COURIER, HERALD, write_lines

TOTALS = re.compile(r"politigraph: (\d+) added, (\d+) replaced, (\d+) unchanged, (\d+) skipped in ")


def build(store: Path, *paths: Path) -> int:
    return main(["build", *map(str, paths), "--store", str(store)])


def totals(stderr: str) -> tuple[int, ...]:
    """Added, replaced, unchanged, skipped, as the last line says."""
    found = TOTALS.match(stderr.splitlines()[-1])
    assert found, stderr
    return tuple(map(int, found.groups()))


def problems(stderr: str) -> list[tuple[str, str]]:
    """The lines of each problem, each with its hint."""
    lines = stderr.splitlines()[:-1]
    pairs = list(zip(lines[::2], lines[1::2], strict=True))
    assert all(p.startswith("politigraph: ") and h.startswith("  hint: ") for p, h in pairs), stderr
    return pairs


def a_file(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


BAD_FILES = {
    "empty.txt": (b"", "empty"),
    "binary.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe\xfa", "not UTF-8 text at byte 0"),
    "controls.txt": (b"Talks\x00 go on.", "control character U+0000"),
    "blank.txt": (b" \n\n ", "text is empty"),
    "list.txt": (b"Vienna\n\nGeneva\n\nAnkara\n", "no sentence"),
    "long.txt": (b"The envoys met again. " * 240_000, "characters are more than"),
    "article.docx": (b"PK", "cannot read .docx"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_named_and_nothing_worked(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, reason = BAD_FILES[name]
    path = a_file(tmp_path, name, data)
    assert build(tmp_path / "kg", path) == 1
    errors = capsys.readouterr().err
    [(problem, _)] = problems(errors)
    assert str(path) in problem
    assert reason in problem
    assert totals(errors) == (0, 0, 0, 1)


def test_a_missing_path_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(tmp_path / "kg", tmp_path / "missing.txt") == 1
    [(problem, _)] = problems(capsys.readouterr().err)
    assert "missing.txt: no such file" in problem


@pytest.mark.parametrize("there", [False, True])
def test_a_build_where_nothing_worked_makes_no_store(
    there: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kg"
    if there:
        folder.mkdir()
    assert build(folder, tmp_path / "missing.txt", a_file(tmp_path, "empty.txt", b"")) == 1
    assert folder.exists() == there
    assert totals(capsys.readouterr().err) == (0, 0, 0, 2)
    assert main(["stats", "--store", str(folder)]) == 1
    assert "there is no store" in capsys.readouterr().err


def test_a_build_where_nothing_worked_keeps_an_old_store(tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    assert build(folder, write_lines(tmp_path / "feed.jsonl", HERALD)) == 0
    assert build(folder, tmp_path / "missing.txt") == 1
    with KnowledgeGraph.open(folder) as graph:
        assert (graph.stats().articles, graph.generation) == (1, 1)


def test_bad_lines_are_named_by_number_and_the_good_ones_are_stored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feed = write_lines(
        tmp_path / "feed.jsonl",
        HERALD,
        '{"id": "x", "text": ',
        {"id": "y", "title": "No text here"},
        {"id": "z", "text": 7},
        "[1, 2]",
        COURIER,
    )
    assert build(tmp_path / "kg", feed) == 0
    errors = capsys.readouterr().err
    assert [problem.split(": ")[1] for problem, _ in problems(errors)] == [
        f"{feed}:{number}" for number in (2, 3, 4, 5)
    ]
    assert totals(errors) == (2, 0, 0, 4)


def test_a_repeated_id_is_unchanged_or_replaces_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corrected = HERALD | {"text": HERALD["text"].replace("Friday", "Thursday")}
    feed = write_lines(tmp_path / "feed.jsonl", HERALD, HERALD, corrected)
    assert build(tmp_path / "kg", feed) == 0
    errors = capsys.readouterr().err
    [(problem, _)] = problems(errors)
    assert f"{feed}:3" in problem
    assert "replaced the earlier article 'herald-1'" in problem
    assert totals(errors) == (1, 1, 1, 0)


def test_building_again_from_the_same_articles_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feed = write_lines(tmp_path / "feed.jsonl", HERALD, COURIER)
    assert build(tmp_path / "kg", feed) == 0
    assert totals(capsys.readouterr().err) == (2, 0, 0, 0)
    assert build(tmp_path / "kg", feed) == 0
    assert totals(capsys.readouterr().err) == (0, 0, 2, 0)


def test_a_folder_and_standard_input_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "news").mkdir()
    a_file(tmp_path / "news", "a.txt", HERALD["text"].encode())
    page = f"<html><body><article><p>{COURIER['text']}</p></article></body></html>"
    a_file(tmp_path / "news", "b.html", page.encode())
    line = json.dumps({"id": "c", "text": "Velin said no."}).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line)))
    assert main(["extract", str(tmp_path / "news"), "-"]) == 0
    ids = [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()]
    assert ids == ["a", "b", "c"]


@pytest.mark.parametrize(
    "arguments",
    [["missing.txt"], ["empty.txt"], ["x.txt", "--model", "no_such_model"]],
)
def test_an_extraction_that_fails_leaves_the_old_file(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    a_file(tmp_path, "x.txt", b"Velin said no.")
    a_file(tmp_path, "empty.txt", b"")
    old = a_file(tmp_path, "old.jsonl", b"precious\n")
    before = sorted(tmp_path.iterdir())
    assert main(["extract", *arguments, "-o", "old.jsonl"]) == 1
    assert main(["extract", *arguments, "-o", "new.jsonl"]) == 1
    assert old.read_bytes() == b"precious\n"
    assert sorted(tmp_path.iterdir()) == before


def test_the_output_may_be_the_input(tmp_path: Path) -> None:
    feed = write_lines(tmp_path / "feed.jsonl", HERALD, COURIER)
    (tmp_path / "link.jsonl").symlink_to(feed)
    for output in (feed, tmp_path / "link.jsonl"):
        assert main(["extract", str(feed), "-o", str(output)]) == 0
        records = [json.loads(line) for line in feed.read_text("utf-8").splitlines()]
        assert [record["id"] for record in records] == [HERALD["id"], COURIER["id"]]
        assert all(record["claims"] for record in records)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["feed.jsonl", "link.jsonl"]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    article = a_file(tmp_path, "x.txt", b"Velin said no.")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_bytes)
        assert main(["extract", str(article), "-o", str(pipe)]) == 0
        assert json.loads(read.result(30))["id"] == "x"
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extract", "x.txt", "--model", "no_such_model"], "no_such_model"),
        (["extract", "x.txt", "--published", "yesterday"], "not a date"),
        (["extract", "x.txt", "-o", "no/such/folder/x.jsonl"], "cannot write"),
        (["extract", "x.txt", "--processes", "0"], "--processes"),
        (["extract"], "Missing argument"),
        (["build", "x.txt"], "--store"),
        (["paint"], "paint"),
        (["extract", "--colour"], "--colour"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_a_hint(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = a_file(tmp_path, "x.txt", b"Velin said no.")
    assert main([str(article) if a == "x.txt" else a for a in arguments]) == 1
    problem, hint = capsys.readouterr().err.splitlines()
    assert problem.startswith("politigraph: ")
    assert message in problem
    assert hint.startswith("  hint: ")
