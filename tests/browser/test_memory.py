"""Two hundred perturbations leave no more behind than ten."""

from .memories import GROWTH, memory

FEW, MANY = 10, 200


def perturb(playground, numbers):
    """Hide different parts one after the other, never more than ten at once."""
    for number in numbers:
        x, y = 0.04 * (number % 20), 0.08 * (number // 20)
        playground.draw((x, y), (x + 0.1, y + 0.1))
        if number < FEW:
            # WebAssembly's memory never shrinks: what counts is how high it has risen.
            # The first ones therefore do all that a perturbation can cause.
            playground.wait_all_layers()
        if number % 10 == 9:
            playground["#clear"].click()
            playground.wait_ready()


def test_memory_does_not_grow(watched):
    perturb(watched, range(FEW))
    early = memory(watched)
    assert all(early.values())
    before = watched.updates()
    perturb(watched, range(FEW, MANY))
    assert watched.updates() - before >= MANY - FEW
    late = memory(watched)
    grown = {what: late[what] / early[what] - 1 for what in early}
    assert {what: share for what, share in grown.items() if share > GROWTH} == {}
