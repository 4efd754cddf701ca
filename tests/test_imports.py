"""What importing costs: the heavy libraries wait until a result needs them."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import tregua

HEAVY = ("llvmlite", "matplotlib", "numba", "numpy", "pandas", "pyarrow", "pydantic", "scipy", "xarray", "zarr")
HELP = """
from tregua.show.cli.main import main
try:
    main(["--help"])
except SystemExit as stop:
    assert not stop.code
"""


@pytest.mark.parametrize("code", ["import tregua", HELP], ids=["import", "help"])
def test_no_heavy_library_is_loaded(code: str) -> None:
    script = f"import json, sys\n{code}\nprint(json.dumps(list(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stderr))
    assert "tregua" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_every_public_name_resolves_and_is_known_to_type_checkers() -> None:
    tree = ast.parse(Path(tregua.__file__).read_text("utf-8"))
    typed = {
        f"{node.module}:{alias.asname}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tregua")
        for alias in node.names
        if alias.asname
    }
    assert typed == {f"tregua.{module}:{name}" for name, module in tregua._HOME.items()}
    for name in tregua._HOME:
        assert getattr(tregua, name) is not None


def test_another_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = tregua.nothing
