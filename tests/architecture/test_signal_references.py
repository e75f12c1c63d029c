"""Guards against a PySide6 that drops references on each signal emit.

PySide6 6.12.0 on Python below 3.12 takes one reference from True with every emit, and Python ends
the process once none is left. Newer Pythons make these objects immortal: there is nothing to count
and nothing can go wrong.
"""

import sys

import pytest
from PySide6.QtCore import QObject, Signal

EMITS = 10_000
STEP = 200
SLACK = 100
"""Other threads and caches take and drop a few references meanwhile; a faulty PySide6 fails in the
first step, long before Python would end the process."""


class _Bell(QObject):
    rang = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.heard = 0
        self.rang.connect(self._on_rang)

    def _on_rang(self, _value: object) -> None:
        self.heard += 1


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True are immortal there")
@pytest.mark.parametrize("value", [None, True, "ding"], ids=str)
def test_emitting_a_signal_keeps_the_reference_counts(value: object) -> None:
    bell = _Bell()
    before = _counts()

    for _ in range(EMITS // STEP):
        for _ in range(STEP):
            bell.rang.emit(value)
        drift = [abs(now - then) for now, then in zip(_counts(), before, strict=True)]
        assert max(drift) < SLACK

    assert bell.heard == EMITS


def _counts() -> tuple[int, int]:
    return sys.getrefcount(None), sys.getrefcount(True)
