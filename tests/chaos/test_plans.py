"""A seed brings the same storm again, and every kind of fault."""

from tests.chaos.faults import FaultKind, plan_faults


def test_a_seed_brings_the_same_faults_again() -> None:
    assert plan_faults(7, 50) == plan_faults(7, 50)
    assert plan_faults(7, 50) != plan_faults(8, 50)


def test_a_long_plan_has_every_kind_of_fault() -> None:
    assert {fault.kind for fault in plan_faults(1, 200)} == set(FaultKind)
