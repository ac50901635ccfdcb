"""The command line as a person meets it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from extractor import __version__
from extractor.cli import app
from extractor.records import Record, json_schema

POST = """Dinas Tenaga Kerja Serahkan Santunan

PALANGKA RAYA - Kepala Dinas Tenaga Kerja Rahmat Suleman menyerahkan santunan jaminan kematian dari BPJS Ketenagakerjaan
sebesar Rp 42 juta kepada ahli waris Siti Aminah di Kantor Dinas Tenaga Kerja, Palangka Raya, Kamis (25/08/2022).

"Program BPJS Ketenagakerjaan sangat membantu keluarga pekerja," kata Rahmat Suleman kepada para tamu yang hadir.
"""


@pytest.fixture
def posts(tmp_path):
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "santunan.txt").write_text(POST, encoding="utf-8")
    return folder


def extractor(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def process(*arguments, **options):
    """The command in a process of its own, as a shell runs it."""
    command = [sys.executable, "-m", "extractor", *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, **options)


def records_in(lines):
    return [Record.model_validate_json(line) for line in lines.splitlines()]


def test_without_output_the_records_go_to_standard_output_and_the_count_to_standard_error(posts):
    done = extractor("extract", posts)
    assert done.exit_code == 0
    (record,) = records_in(done.stdout)
    assert record.amounts[0].value == 42_000_000
    assert done.stderr.splitlines() == [
        f"1 post, {len(record.events)} events, 0 failures".replace("1 events", "1 event")
    ]


def test_an_output_file_holds_the_records_and_standard_output_nothing(posts, tmp_path):
    done = extractor("extract", posts, "-o", tmp_path / "out" / "records.jsonl")
    assert (done.exit_code, done.stdout) == (0, "")
    assert len(records_in((tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8"))) == 1
    assert done.stderr.splitlines()[-1].endswith("records.jsonl")


def test_with_table_the_events_are_shown_and_the_file_is_written_besides(posts, tmp_path):
    shown = extractor("extract", posts, "--table")
    assert all(word in shown.stdout for word in ("2022-08-25", "42", "juta"))
    both = extractor("extract", posts, "--table", "-o", tmp_path / "records.jsonl")
    assert both.stdout == shown.stdout
    assert (tmp_path / "records.jsonl").stat().st_size > 0


def test_a_post_is_read_from_standard_input():
    done = process("extract", "-", input=POST.encode())
    assert done.returncode == 0
    (record,) = records_in(done.stdout.decode())
    assert record.article.source.path == "-"


def test_a_post_that_fails_is_one_line_the_others_are_read_and_the_code_is_1(posts, tmp_path):
    (posts / "aaa.txt").write_bytes(b"")
    done = extractor("extract", posts, tmp_path / "nowhere.txt")
    assert done.exit_code == 1
    assert len(records_in(done.stdout)) == 1
    *failures, summary = done.stderr.splitlines()
    assert [("aaa.txt" in line, "nowhere.txt" in line) for line in failures] == [(True, False), (False, True)]
    assert summary.endswith("2 failures")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("extract",),
        ("extract", "a.txt", "--tabel"),
        ("extract", "a.txt", "-o", "-", "--table"),
        ("extract", "a.txt", "-o", "b.jsonl", "--store", "c.db"),
        ("extract", "a.txt", "-o", "b.jsonl", "--workers", "0"),
        ("extract", "a.txt", "--resume"),
        ("extract", "-", "-o", "b.jsonl", "--resume"),
        ("extract", "a.txt", "-o", "b.jsonl", "--resume", "--unordered"),
        ("extract", "a.txt", "-o", "b.jsonl", "--resume", "--table"),
        ("extract", "a.txt", "-o", "b", "--engine", "spark"),
        ("extract", "a.txt", "-o", "b", "--format", "jsonl"),
        ("extract", "a.txt", "-o", "b", "--address", "first:6379"),
        ("extract", "a.txt", "-o", "b", "--engine", "ray", "--format", "csv"),
        ("extract", "-", "-o", "b", "--engine", "ray"),
        ("extract", "a.txt", "--engine", "ray"),
        ("extract", "a.txt", "-o", "-", "--engine", "ray"),
        ("extract", "a.txt", "-o", "a.txt/b", "--engine", "ray"),
        ("extract", "s3://a/b", "-o", "s3://a/b/c?region=x", "--engine", "ray"),
        ("extract", "a.txt", "-o", "b", "--engine", "ray", "--store", "c.db"),
        ("extract", "a.txt", "-o", "b", "--engine", "ray", "--table"),
        ("extract", "a.txt", "-o", "b", "--engine", "ray", "--unordered"),
        ("evaluate", "gold"),
        ("show",),
        ("colect",),
    ],
)
def test_wrong_usage_has_code_2_and_says_how_to_get_help(arguments):
    done = extractor(*arguments)
    assert done.exit_code == 2
    assert "--help" in done.stderr + done.stdout


@pytest.mark.parametrize("output", ["santunan.txt", "records.jsonl", "new/records.jsonl", "."])
def test_an_output_that_is_a_post_or_would_be_read_as_one_next_time_is_refused(posts, output):
    done = extractor("extract", posts, "-o", posts / output)
    assert done.exit_code == 2
    assert (posts / "santunan.txt").read_text(encoding="utf-8") == POST
    assert sorted(path.name for path in posts.iterdir()) == ["santunan.txt"]


def test_an_output_that_cannot_be_written_is_one_clear_line(posts, tmp_path):
    (tmp_path / "file").write_text("")
    done = extractor("extract", posts, "-o", tmp_path / "file" / "records.jsonl")
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_one_clear_line(posts):
    done = extractor("extract", posts, "-o", "/dev/full")
    assert done.exit_code == 1
    assert "the disk is full" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_who_goes_away_ends_the_run_quietly(posts):
    for number in range(30):
        (posts / f"{number}.txt").write_text(POST, encoding="utf-8")
    command = [sys.executable, "-m", "extractor", "extract", str(posts)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        run.stdout.readline()
        run.stdout.close()
        complaint = run.stderr.read().decode()
    assert run.returncode == 0
    assert "Traceback" not in complaint
    assert "Broken pipe" not in complaint


@pytest.fixture
def many(tmp_path):
    """So many posts that they are shared out, one of them none."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(70):
        (folder / f"{number:02}.txt").write_text(POST.replace("42", str(number + 20)), encoding="utf-8")
    (folder / "35.txt").write_bytes(b"")
    return folder


def test_workers_write_what_one_process_writes_in_order_or_as_it_comes(many, tmp_path):
    outputs = [tmp_path / name for name in ("one", "two", "mixed")]
    runs = [
        extractor("extract", many, "-o", path, "--model", "-", *options)
        for path, options in zip(
            outputs, (["--workers", 1], ["--workers", 2], ["--unordered", "--workers", 2]), strict=True
        )
    ]
    one, two, mixed = (path.read_bytes() for path in outputs)
    assert one == two
    assert sorted(one.splitlines()) == sorted(mixed.splitlines())
    assert [run.exit_code for run in runs] == [1, 1, 1]
    assert len({run.stderr.split(" -> ")[0] for run in runs}) == 1


def test_a_model_that_cannot_be_loaded_is_one_line_whoever_loads_it(posts, many, tmp_path):
    (tmp_path / "out.jsonl").write_text("kept")
    for folder in (posts, many):
        done = extractor("extract", folder, "-o", tmp_path / "out.jsonl", "--model", tmp_path)
        assert done.exit_code == 1
        assert done.stderr == f"{tmp_path}: holds no model (no config.cfg). `extractor train` writes one.\n"
    assert (tmp_path / "out.jsonl").read_text() == "kept"
    for configuration in ("no configuration", ""):
        (tmp_path / "config.cfg").write_text(configuration)
        told = {extractor("extract", folder, "--model", tmp_path).stderr.partition(" (")[0] for folder in (posts, many)}
        assert told == {f"{tmp_path}: not a model of this version"}


def test_a_cluster_without_ray_is_one_line(posts, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "ray.data", raising=False)  # other tests may have loaded it
    done = extractor("extract", posts, "-o", tmp_path / "out", "--engine", "ray")
    assert done.exit_code == 1
    assert done.stderr == "ray is not installed: pip install 'bpjs-news-extractor[cluster]'\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("way", ["--output", "--store"])
def test_a_run_that_came_to_its_end_has_nothing_left(posts, tmp_path, way):
    command = ("extract", posts, "--model", "-", way, tmp_path / "out")
    first, again = extractor(*command, "--resume"), extractor(*command, "--resume")
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert first.stderr.startswith("1 post, ")
    assert again.stderr.startswith(f"{tmp_path / 'out'}: no run into it was interrupted, so nothing is left to do. ")


def test_a_store_is_filled_by_extracting(posts, tmp_path):
    extractor("extract", posts, "--store", tmp_path / "news.db")
    found = extractor("search", "santunan", "--store", tmp_path / "news.db")
    assert (found.exit_code, "Serahkan Santunan" in found.stdout) == (0, True)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_ended_leaves_whole_records_and_goes_on_when_resumed(many, tmp_path, sent):
    output = tmp_path / "out.jsonl"
    command = [
        sys.executable,
        "-m",
        "extractor",
        "extract",
        *map(str, (many, many, many)),
        "--model",
        "-",
        "-o",
        str(output),
    ]
    # a shell starts what runs in the background deaf to Ctrl-C, and that is inherited
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
        signal.signal(signal.SIGINT, before)
        while not (output.exists() and output.stat().st_size):
            time.sleep(0.01)
        run.send_signal(sent)
        told = run.stderr.read()
    assert run.returncode == 130, told
    assert "interrupted" in told
    assert "Traceback" not in told
    left = len(records_in(output.read_text(encoding="utf-8")))
    done = extractor(*command[3:], "--resume")
    assert 0 < left < 207 == len(records_in(output.read_text(encoding="utf-8")))
    assert done.stderr.splitlines()[-1].startswith("207 posts, ")
    assert not Path(f"{output}.resume").exists()


def test_the_schema_is_printed_as_json():
    done = extractor("schema")
    assert (done.exit_code, json.loads(done.stdout)) == (0, json_schema())


def test_show_prints_the_table_of_a_file_of_records(tmp_path, record):
    (tmp_path / "records.jsonl").write_text(json.dumps(record))
    done = extractor("show", tmp_path / "records.jsonl")
    assert done.exit_code == 0
    assert all(word in done.stdout for word in ("2022-08-25", "Rahmat", "Mandala", "Rp 42 juta"))
    assert done.stderr == "1 post, 1 event, 0 failures\n"


def test_show_reads_what_extract_writes_through_a_pipe(tmp_path, record):
    done = process("show", "-", input=json.dumps(record).encode())
    assert done.returncode == 0
    assert "Rp 42 juta" in done.stdout.decode()


def test_show_refuses_what_is_no_record(tmp_path):
    (tmp_path / "records.jsonl").write_text("{}\n")
    done = extractor("show", tmp_path / "records.jsonl")
    assert done.exit_code == 1
    assert "records.jsonl#1: not a record" in done.stderr


@pytest.fixture
def gold(tmp_path, record):
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "santunan.json").write_text(json.dumps({"relevant": True, "people": [{"name": "Siti", "role": None}]}))
    (tmp_path / "records.jsonl").write_text(json.dumps(record))
    return folder, tmp_path / "records.jsonl"


def test_evaluate_prints_a_table_and_where_asked_for_every_mistake(gold):
    table = extractor("evaluate", *gold)
    assert table.exit_code == 0
    assert all(word in table.stdout for word in ("people", "event_arguments", "headline", "grounding"))
    listed = extractor("evaluate", *gold, "--errors").stdout
    assert listed.startswith(table.stdout)
    assert '[people] santunan missed {"name": "Siti", "role": null}' in listed


def test_evaluate_prints_json_and_keeps_to_the_articles_asked_for(gold):
    figures = json.loads(extractor("evaluate", *gold, "--json").stdout)
    assert figures["people"]["gold"] == 1
    assert figures["detail"]["grounding"] == 1.0
    none = json.loads(extractor("evaluate", *gold, "--json", "--only", "x").stdout)
    assert none["people"]["gold"] == 0


def test_evaluate_names_what_it_cannot_read(gold, tmp_path):
    done = extractor("evaluate", tmp_path / "nowhere", gold[1])
    assert done.exit_code == 1
    assert "nowhere: no such folder" in done.stderr


def test_the_version_is_that_of_the_package():
    assert extractor("--version").stdout == f"extractor {__version__}\n"


def test_help_is_there_for_every_command_and_loads_nothing_heavy():
    commands = typer.main.get_command(app).commands
    for name in commands:
        assert f"Usage: extractor {name}" in process(name, "--help").stdout.decode().replace("python -m ", "")
    heavy = ("spacy", "pydantic", "trafilatura", "rich.table")
    loaded = f"import sys, extractor.cli; print([name for name in {heavy} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", loaded], check=True, capture_output=True, text=True)
    assert answer.stdout == "[]\n"


def test_every_command_and_option_is_in_the_documentation(root, tmp_path):
    documented = (root / "docs" / "cli.md").read_text(encoding="utf-8")
    for name, command in typer.main.get_command(app).commands.items():
        section = documented.split(f"## `extractor {name}`")[1].split("\n## ")[0]
        for parameter in command.params:
            assert all(option in section for option in parameter.opts if option.startswith("-"))
            assert parameter.help in section
    written = tmp_path / "cli.md"
    generate = ["-m", "typer", "extractor.cli", "utils", "docs", "--name", "extractor", "--title", "Command line"]
    subprocess.run([sys.executable, *generate, "--output", str(written)], check=True, capture_output=True)
    assert written.read_text(encoding="utf-8") == documented, "run `make docs` and read the diff"
