"""Files that a user writes for states together: weights for the lab, and games."""

from pathlib import Path

WEIGHTS = """\
weights: {homicides: -1, COL.coca_area: -0.002, cocaine_consumed: -0.5, overdose_deaths: -1}
efforts: {COL: substitution, USA: treatment}
slopes: {COL: 10, USA: 20}
"""
GAME = "players: [A, B, C, D, E]\nbenefits: {A: 5, B: 1, C: 1, D: 1, E: 1}\ncost: 1\ntransfers: true\n"
ALIKE = "players: [A, B, C, D]\nbenefit: 1\ncost: 1\n"


def write_files() -> None:
    """`weights.yaml`, `game.yaml` and `alike.yaml` in the folder where one stands."""
    for name, content in (("weights", WEIGHTS), ("game", GAME), ("alike", ALIKE)):
        Path(f"{name}.yaml").write_text(content, "utf-8")
