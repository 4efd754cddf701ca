"""What happens when: the order of the mechanisms, and nothing else.

Each entry is a function of `mechanisms/`, given what its parameters name. At the end of a month every mechanism's
`check` and `report` follow, in any order, since each looks at and writes its own.
"""

START = (
    "coca.start",
    "market.start",
    "armed_groups.start_sizes",
    "armed_groups.start_country",
    "conflict.spread",
    "conflict.meet",
    "conflict.start",
    "conflict.start_losses",
    "detention.weigh",
    "detention.start",
    "reintegration.start",
    "armed_groups.start_recruitment",
    "prevention.start",
    "truce.start",
    "leaders.start",
    "violence.start",
)

RATES = (
    "outlays.begin",
    "coca.ripen",
    "use.treat",
    "market.export",
    "market.want",
    "market.climb",
    "market.clear",
    "coca.grow",
    "market.flow",
    "violence.begin",
    "armed_groups.count",
    "conflict.spread",
    "conflict.meet",
    "detention.weigh",
    "detention.arrest",
    "talks.lay_down",
    "reintegration.return_or_stay",
    "prevention.prevent",
    "leaders.remove",
    "force.use",
    "conflict.fight",
    "armed_groups.change",
    "conflict.harm",
    "exception.act",
    "truce.hold",
    "violence.kill",
    "harms.happen",
    "prevention.pay",
    "outlays.spend",
)
