"""What happens when: the order of the mechanisms, and nothing else.

Each entry is a function of `mechanisms/`, given what its parameters name. At the end of a month every mechanism's
`check` and `report` follow, in any order, since each looks at and writes its own.
"""

START = (
    "coca.start",
    "corridors.start",
    "market.start",
    "use.start",
    "armed_groups.start_sizes",
    "armed_groups.meet",
    "armed_groups.start_country",
    "detention.weigh",
    "detention.start",
    "reintegration.start",
    "armed_groups.start_recruitment",
    "violence.start",
)

RATES = (
    "outlays.begin",
    "coca.ripen",
    "use.live",
    "overdose.die",
    "corridors.route",
    "market.export",
    "market.want",
    "market.climb",
    "market.clear",
    "coca.grow",
    "market.flow",
    "corridors.pass_through",
    "corridors.strike",
    "armed_groups.count",
    "armed_groups.meet",
    "detention.weigh",
    "detention.arrest",
    "talks.lay_down",
    "reintegration.return_or_stay",
    "prevention.prevent",
    "armed_groups.change",
    "violence.kill",
    "prevention.pay",
    "outlays.spend",
)
