"""The build makes what is made from the sources and not committed, so that a wheel holds it."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Made(BuildHookInterface[Any]):
    """Runs `tregua schema` on the sources that are being built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the generated files before the wheel is filled."""
        sys.path.insert(0, str(Path(self.root) / "src"))
        from tregua.show.schemas import write

        write()
