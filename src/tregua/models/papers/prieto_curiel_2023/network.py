"""Groups, rivalries and alliances of Mexico in 2020, and deaths by year, as the authors deposited them.

No copy of the data stands in this package. The folder that the variable ``TREGUA_DATA`` names may hold them, in
``prieto_curiel_2023``; or whoever wants them asks for a download, once, from the authors' repository, at the commit of
the paper. Nothing is downloaded unasked.
"""

import csv
import hashlib
import os
from functools import cache
from pathlib import Path

import numpy as np

from tregua.catalogue.errors import Problem
from tregua.models.papers.prieto_curiel_2023.equations import Floats, Hostility
from tregua.models.protocol import MissingDataError

FOLDER = "prieto_curiel_2023"
REPOSITORY = "rafaelprietocuriel/Recruitment"
COMMIT = "a1db30caae9b83eb70472aa4d0b37c94383a52d8"
SHA256 = {
    "BACRIM2020_Nodes.csv": "c7414657755a57f1e088ca13b7e5aadee8eb778be84f91c62b24a49de5e32870",
    "BACRIM2020_Alliances.csv": "6b5e4d5bd433b4acafead4ca0471416a9ee4a509d440ecb6f75e2040078e8749",
    "BACRIM2020_Rivals.csv": "d29b51304b267f649996f0749a8904558b1aea45667f35d6ea47dbcea40f02a9",
    "Trends2012_2021.csv": "51eb58b2d8c71958fd71fec7ef0f35d5f915fa13a088c408110a41dd560307a7",
}

KB = 26
"""The size of the four files together."""


class Network:
    """The groups, strongest first: their names, rivalry weights R (groups, groups), alliance weights A_i (groups)."""

    def __init__(self, names: list[str], rivalry: Floats, alliance: Floats) -> None:
        self.names, self.rivalry, self.alliance = names, rivalry, alliance

    def hostility(self, background: float = 1.0) -> Hostility:
        """Equation (2): S_ij = (R_ij + 1)/(A_i + 1), S_ii = 0; `background` stands for the 1 of the numerator."""
        group, rival = np.nonzero(self.rivalry)
        first = np.searchsorted(group, np.arange(len(self.names) + 1))
        return Hostility(first, rival, self.rivalry[group, rival], background, 1.0 / (self.alliance + 1.0))


@cache
def network() -> Network:
    """The network of the paper.

    A relation counts once, with the larger of the weights recorded in its two directions; groups stand by the sum of
    their weights, equals in the order of the file.

    Raises
    ------
    MissingDataError
        When the data are not at hand.
    """
    nodes = _rows("BACRIM2020_Nodes.csv")
    position = {row["Node"]: at for at, row in enumerate(nodes)}

    def weights(name: str) -> Floats:
        weight = np.zeros((len(nodes), len(nodes)))
        for row in _rows(name):
            weight[position[row["Node"]], position[row["RNode"]]] = float(row["weight"])
        return np.maximum(weight, weight.T)

    rivalry, alliance = weights("BACRIM2020_Rivals.csv"), weights("BACRIM2020_Alliances.csv")
    order = np.argsort(-(rivalry + alliance).sum(axis=1), kind="stable")
    return Network([nodes[at]["Group"] for at in order], rivalry[np.ix_(order, order)], alliance.sum(axis=1)[order])


@cache
def killed_or_missing() -> tuple[Floats, Floats]:
    """Years, and homicides with missing persons in each.

    Raises
    ------
    MissingDataError
        When the data are not at hand.
    """
    rows = _rows("Trends2012_2021.csv")
    return (
        np.array([float(row["YEAR"]) for row in rows]),
        np.array([float(row["homicide"]) + float(row["missings"]) for row in rows]),
    )


def _rows(name: str) -> list[dict[str, str]]:
    path = _folder() / name
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        raise MissingDataError(Problem("data_differ", str(path), {"repository": REPOSITORY, "commit": COMMIT[:7]}))
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines()))


def _folder() -> Path:
    """Where the files lie."""
    given, kept = Path(os.environ.get("TREGUA_DATA") or "?") / FOLDER, _cache()
    if given.is_dir():
        return given
    if not all((kept / name).is_file() for name in SHA256):
        values = {"folder": FOLDER, "repository": REPOSITORY, "commit": COMMIT[:7], "count": len(SHA256), "size": KB}
        raise MissingDataError(Problem("data_missing", "", values))
    return kept


def download() -> None:
    """Fetch the files from the authors' repository into the cache of the user, with the right checksum only.

    Raises
    ------
    MissingDataError
        When they cannot be had.
    """
    import pooch

    files = pooch.create(
        path=_cache(),
        base_url=f"https://raw.githubusercontent.com/{REPOSITORY}/{COMMIT}/",
        registry={name: f"sha256:{digest}" for name, digest in SHA256.items()},
    )
    try:
        for name in SHA256:
            files.fetch(name)
    except (OSError, ValueError):
        values = {"folder": FOLDER, "repository": REPOSITORY, "commit": COMMIT[:7]}
        raise MissingDataError(Problem("data_not_fetched", "", values)) from None
    network.cache_clear()
    killed_or_missing.cache_clear()


def _cache() -> Path:
    import pooch

    return Path(pooch.os_cache("tregua")) / FOLDER
