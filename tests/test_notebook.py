"""The worked notebook: every cell runs, what its cells assert holds, and no output of somebody's machine is kept in it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
pytest.importorskip("ipykernel", reason="ipykernel is not installed")
pytest.importorskip("pandas", reason="pandas is not installed")
pytest.importorskip("pyarrow", reason="pyarrow is not installed")

NOTEBOOK = Path(__file__).resolve().parents[1] / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """The notebook with the outputs of a run in its own folder, as Jupyter runs it; a cell that fails ends the test."""
    book = nbformat.read(NOTEBOOK, as_version=4)
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
            patch.setenv(variable, str(tmp_path_factory.mktemp(variable.lower())))
        patch.setenv("JUPYTER_PATH", os.pathsep.join(_kernels()))
        client = nbclient.NotebookClient(
            book, timeout=300, startup_timeout=120, resources={"metadata": {"path": str(NOTEBOOK.parent)}}
        )
        return client.execute()


def _kernels():
    import jupyter_core.paths

    return jupyter_core.paths.ENV_JUPYTER_PATH


def shown(done, words):
    """What the cell that holds these words printed or shows."""
    (cell,) = (one for one in done.cells if one.cell_type == "code" and words in one.source)
    return "".join(output.get("text") or output.data["text/plain"] for output in cell.outputs)


def test_the_records_go_in_once(done):
    first, again = shown(done, "print(news.add(records))").splitlines()
    assert first.endswith("0 updated, 0 replaced, 0 unchanged")
    assert again.startswith("0 new, 0 updated, 0 replaced")
    assert first.split()[0] == again.split()[-2]


def test_contradictions_stand_side_by_side(done):
    told = shown(done, "wajo = ")
    assert "5746" in told
    assert "5747" in told


def test_a_fact_is_shown_in_its_words(done):
    lines = shown(done, "def words_of").splitlines()
    assert len(lines) == 5
    assert all("⟦Rp" in line and "⟧" in line for line in lines)


def test_every_cell_tells_something_and_warns_of_nothing(done):
    silent = {"import extractor", "news.close()"}
    for cell in done.cells:
        if cell.cell_type != "code" or any(words in cell.source for words in silent):
            continue
        assert cell.outputs, cell.source
        assert [one.text for one in cell.outputs if one.get("name") == "stderr"] == []


def test_no_output_is_kept():
    book = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    assert len(code) > 10
    assert [cell["id"] for cell in code if cell["outputs"] or cell["execution_count"] is not None] == []
    assert book["metadata"].keys() == {"kernelspec", "language_info"}
    nbformat.validate(nbformat.from_dict(book))
