"""Recruitment by co-offending: reduced form of PROTON-OC (Calderoni, Campedelli, Szekely, Paolucci & Andrighetto 2021).

c_i = c ∏ f_k + ε                                           propensity; ε restores the mean c of the cell of age
w_i = e_i c_i                                               weight as an accomplice of a member, e embeddedness
R = X (A s + T φ),  s = Σ_outsiders w / Σ_all w             recruits a month: outsiders among the accomplices

The paper's model is agent-based, with a network of some thousand persons; this is its expected value for the average
member, over the male cells of age. Members know all members and the kin of their family, each member knows some others.
Members start X crimes a month, with A accomplices besides the place that T of them keep for a facilitator, who is found
with probability φ. Whoever helps a member becomes one. Nobody ages, dies or leaves.
"""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from tregua.models.arguments import problem, refuse
from tregua.models.protocol import Quantity, bound, given, recorded

Floats = NDArray[np.float64]
AGES = ("14-17", "18-24", "25-34", "35-44", "45-54", "55-64")
FACTORS = ("history", "member")
HISTORY, MEMBER = FACTORS.index("history"), FACTORS.index("member")
MONTHS = 12  # in a year
POPULATION = 10_000
WITH_FACILITATOR = 4  # accomplices from which on one of them is a facilitator
POLICY = slice(12, 36)  # months 13 to 36


@dataclass(frozen=True)
class Parameters:
    """A town of 10,000: men by age, their crimes, what raises a propensity, groups, arrests and members.

    Attributes
    ----------
    people_14 … people_55 : men in each cell of age, by its first year
    rate_14 … rate_55 : c, crimes of a man in each cell and year, before they are scaled to `crimes`
    elsewhere : crimes a year of women and other ages, before scaling
    crimes, arrests : of all 10,000, a year
    history, member : f_k, factors of the propensity; of the paper's seven those that tell a member from the average man
    group_2 … group_6 : probability that a crime has so many offenders, one in all other cases
    sentence : months in prison, on average
    members, families, facilitators : at the start; facilitators as a share of all people
    kin, others : men near a member's family who are no members, and further relations of each person
    leader_weight, jailed : the two policies of the targets, see `simulate`; their size does not change a sign
    """

    people_14: float
    people_18: float
    people_25: float
    people_35: float
    people_45: float
    people_55: float
    rate_14: float
    rate_18: float
    rate_25: float
    rate_35: float
    rate_45: float
    rate_55: float
    elsewhere: float
    crimes: float
    arrests: float
    history: float
    member: float
    group_2: float
    group_3: float
    group_4: float
    group_5: float
    group_6: float
    sentence: float
    members: float
    families: float
    facilitators: float
    kin: float
    others: float
    leader_weight: float
    jailed: float


def _from(first: str, count: int, p: Parameters) -> Floats:
    names = list(Parameters.__dataclass_fields__)
    return np.array(astuple(p)[names.index(first) : names.index(first) + count])


def people(p: Parameters) -> Floats:
    """Men in each cell."""
    return _from("people_14", len(AGES), p)


def rates(p: Parameters) -> Floats:
    """c, crimes of a man in each cell and year, scaled so that the town has as many as it should."""
    unscaled = _from("rate_14", len(AGES), p)
    return np.asarray(unscaled * p.crimes / (unscaled @ people(p) + p.elsewhere))


def propensities(rate: Floats, traits: NDArray[np.bool_], numbers: Floats, p: Parameters) -> Floats:
    """c_i = c ∏ f_k + ε of each kind of person in a cell.

    Parameters
    ----------
    rate : c of each cell, shape (cells,)
    traits : which factors each kind of person has, shape (kinds, 2)
    numbers : persons of each kind, shape (cells, kinds)

    Returns
    -------
    array, shape (cells, kinds), whose mean over the persons of a cell is `rate`; with many members those who are not
    may fall below zero, as in the paper's model
    """
    product = np.where(traits, _from("history", len(FACTORS), p), 1.0).prod(axis=1)
    mean = numbers @ product / numbers.sum(axis=1)
    return np.asarray(rate[:, None] * (1 + product - mean[:, None]))


def accomplices(p: Parameters) -> tuple[float, float]:
    """A accomplices of a crime other than a facilitator, and T how often a facilitator is wanted."""
    size = _from("group_2", 5, p)
    helpers = np.arange(1, 6)
    wanted = float(size[helpers >= WITH_FACILITATOR].sum())
    return float(size @ helpers) - wanted, wanted


def embeddedness(members: float, p: Parameters) -> tuple[float, float, float]:
    """e, the share of members among the relations of a member, of the kin of one, and of another acquaintance.

    A family's members and kin know each other; each knows `others` more, and members know all members.
    """
    fellows, in_family = max(members - 1, 0.0), members / p.families
    return (
        fellows / (fellows + p.kin + p.others),
        in_family / (in_family + p.kin - 1 + p.others),
        1 / (p.kin + p.others),
    )


@dataclass(frozen=True)
class Month:
    """What happens in a month.

    Attributes
    ----------
    started : X, crimes that members start, by cell
    recruits : R, by cell
    outside : s, share of outsiders among a member's accomplices
    arrested : members arrested, by cell
    kin_hazard, other_hazard : probability that one man near a family, or one acquaintance, is recruited as accomplice
    """

    started: Floats
    recruits: Floats
    outside: float
    arrested: Floats
    kin_hazard: float
    other_hazard: float


def month(free: Floats, p: Parameters, leader_weight: float = 1.0, jailed: float = 0.0) -> Month:
    """The expected month of `free` members by cell.

    Parameters
    ----------
    leader_weight : how much likelier than another offender a member is to be the one arrested
    jailed : share of facilitators who are in prison
    """
    outsiders = people(p) - free
    traits = np.zeros((2, len(FACTORS)), bool)
    traits[:, HISTORY] = True  # of everybody, as it is coded
    traits[1, MEMBER] = True
    of_outsider, of_member = propensities(rates(p), traits, np.column_stack([outsiders, free]), p).T
    total = free.sum()
    started = free * of_member / MONTHS
    regular, wanted = accomplices(p)

    near, kin_near, other_near = embeddedness(total, p)
    by_members = max(total - 1, 0.0) * near * (free @ of_member) / total
    pull = outsiders @ of_outsider / outsiders.sum()
    by_outsiders = (p.kin * kin_near + p.others * other_near) * pull
    outside = by_outsiders / (by_members + by_outsiders)
    found = 1 - (1 - p.facilitators * (1 - jailed)) ** (total * (p.kin + p.others))
    recruits = started.sum() * (regular * outside + wanted * found)

    per_starter = started.sum() / total * regular * pull / (by_members + by_outsiders)
    with_members = started.sum() * (1 + regular + wanted * found)
    without = (p.crimes / MONTHS - started.sum()) * (1 + regular + wanted)
    share = leader_weight * with_members / (leader_weight * with_members + without)
    return Month(
        started=started,
        recruits=recruits * outsiders * of_outsider / (outsiders @ of_outsider),
        outside=float(outside),
        arrested=p.arrests / MONTHS * share * started / started.sum(),
        kin_hazard=float(per_starter * total / p.families * kin_near),
        other_hazard=float(per_starter * other_near),
    )


def members_at_start(p: Parameters) -> Floats:
    """Members by cell, drawn by propensity."""
    weight = people(p) * rates(p)
    return np.asarray(p.members * weight / weight.sum())


def simulate(
    parameters: Parameters | None = None,
    *,
    seed: int = 0,
    months: int = 360,
    leader_weight: float = 1.0,
    jailed: float = 0.0,
) -> xr.Dataset:
    """Follow the members of a town of 10,000 month by month.

    Parameters
    ----------
    months : how many; 360 in the authors' runs
    leader_weight : in months 13 to 36, how much likelier than another offender a member is to be the one arrested
    jailed : in months 13 to 36, share of facilitators who are in prison

    Returns
    -------
    dataset over `month` (months + 1) and `age`: members at liberty and in prison, and all; recruits, members arrested
    and crimes started by members in the month that begins

    Raises
    ------
    InputError
        With each argument that is out of its range.
    """
    p = bound(Parameters, parameters)
    refuse(
        problem("months", months, 0, whole=True),
        problem("leader_weight", leader_weight, 0),
        problem("jailed", jailed, 0, 1),
    )
    free, prison = members_at_start(p), np.zeros(len(AGES))
    rows = []
    for at in range(months + 1):
        policy = POLICY.start <= at < POLICY.stop
        now = month(free, p, leader_weight if policy else 1.0, jailed if policy else 0.0)
        rows.append((free, prison, now.recruits, now.arrested, now.started))
        freed = prison / p.sentence
        free, prison = free + now.recruits - now.arrested + freed, prison + now.arrested - freed
    free_path, prison_path, recruits, arrested, started = np.array(rows).transpose(1, 0, 2)
    over, per_month = ("month", "age"), {"units": "persons/month"}
    run = xr.Dataset(
        {
            "free": (over, free_path, {"units": "persons"}),
            "prison": (over, prison_path, {"units": "persons"}),
            "members": ("month", (free_path + prison_path).sum(axis=1), {"units": "persons"}),
            "recruits": (over, recruits, per_month),
            "arrested": (over, arrested, per_month),
            "started": (over, started, {"units": "crimes/month"}),
        },
        {"month": np.arange(months + 1), "age": list(AGES)},
    )
    return recorded(run, p, seed, source="calderoni_2021, labss_pyproton", form="reduced")


def _recruits_change(without: xr.Dataset, leader_weight: float = 1.0, jailed: float = 0.0) -> float:
    """Recruits while a policy lasts, less those of a run without it."""
    p = given(without, Parameters)
    run = simulate(p, months=POLICY.stop, leader_weight=leader_weight, jailed=jailed)
    return float((run.recruits - without.recruits).isel(month=POLICY).sum())


def _knowing(run: xr.Dataset, others: float) -> xr.Dataset:
    """The same until the policies end, where each person could offend with so many others."""
    return simulate(replace(given(run, Parameters), others=others), months=POLICY.stop)


def _first_month(run: xr.Dataset) -> Month:
    return month(run.free[0].to_numpy(), given(run, Parameters))


def _first_year(flow: xr.DataArray) -> float:
    return float(flow.isel(month=slice(0, MONTHS)).sum())


def _growth(run: xr.Dataset, months: int) -> float:
    """Of all members, by the end of so many months."""
    return float(run.members.sel(month=months) / run.members[0]) - 1


def _hazard_ratio(run: xr.Dataset) -> float:
    first = _first_month(run)
    return first.kin_hazard / first.other_hazard


QUANTITIES: Mapping[str, Quantity] = {
    "recruits_leaders": lambda run: _recruits_change(run, given(run, Parameters).leader_weight),
    "recruits_facilitators": lambda run: _recruits_change(run, jailed=given(run, Parameters).jailed),
    "members_drift": lambda run: _growth(run, 30 * MONTHS),
    "recruits_leaders_150": lambda run: _recruits_change(_knowing(run, 150), given(run, Parameters).leader_weight),
    "accomplices": lambda run: sum(accomplices(given(run, Parameters))),
    "crimes_by_members": lambda run: MONTHS * float(run.started[0].sum()) / given(run, Parameters).crimes,
    "outside": lambda run: _first_month(run).outside,
    "recruits_first_year": lambda run: _first_year(run.recruits),
    "arrested_first_year": lambda run: _first_year(run.arrested),
    "hazard_ratio": _hazard_ratio,
    "members_drift_decade": lambda run: _growth(run, 10 * MONTHS),
}
