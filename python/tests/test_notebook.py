"""All notebooks run from the first cell to the last, and so do the README's examples."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import balcony

PYTHON = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "name, said", [("first-comparison", "Digest"), ("sweep-and-sensitivity", "luck makes")]
)
def test_the_notebook_runs(tmp_path: Path, name: str, said: str) -> None:
    notebook = nbformat.read(PYTHON / "notebooks" / f"{name}.ipynb", as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells), "it is kept without what it prints"
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    printed = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any(said in output.get("text", "") for output in printed)
    assert any("text/html" in output.get("data", {}) for output in printed)
    assert not any(output["output_type"] == "stream" and output["name"] == "stderr" for output in printed)


def test_what_the_readme_shows_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (PYTHON / "README.md").read_text(), re.DOTALL)
    assert len(blocks) >= 3
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)  # each goes on from the one before
    assert isinstance(names["result"], balcony.Result)
