"""The list of policies: every one of the source texts, with what speaks against it too."""

from tregua.evidence.ledger import claims, estimates
from tregua.lab.model import lab
from tregua.states.policies import HARD, SOFT, policies


def test_every_policy_of_the_texts_is_in_the_list_once() -> None:
    listed = [one.id for one in policies()]
    assert listed == [*SOFT, *HARD] and len({*listed}) == 19


def test_evidence_against_a_policy_stands_beside_that_for_it() -> None:
    by_id = {one.id: one for one in policies()}
    negotiation = by_id["P5"].estimates
    assert len(negotiation["lowers"]) > 5 and len(negotiation["raises"]) > 5
    for one in policies():
        for way, named in one.estimates.items():
            assert all(estimates()[name].direction == way and one.id in estimates()[name].levers for name in named)


def test_every_link_leads_somewhere() -> None:
    for one in policies():
        assert all(one.id in lab().levers[lever].checklist for lever in one.levers)
        assert {*one.claims} <= {*claims()}
    assert {one.id for one in policies() if not one.levers} == set()
