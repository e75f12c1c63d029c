"""Programs that a person looks at go before the pictures that are made on their computer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backend.worker.priority import STEPS

_AUTOGROUP = Path("/proc/self/autogroup")
_LEAST_URGENT = 19

_ASK = """
import os
from pathlib import Path
from backend.worker.priority import step_back
step_back()
group = Path("/proc/self/autogroup")
print(os.nice(0), group.read_text("ascii") if group.exists() else "")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has classes in place of numbers")
@pytest.mark.parametrize("is_own_session", [True, False])
def test_a_worker_steps_back_and_takes_nobody_elses_session_along(is_own_session: bool) -> None:  # noqa: FBT001 - a parameter of the test
    began_with = os.nice(0)
    group_before = _group()
    done = subprocess.run(
        [sys.executable, "-c", _ASK],
        check=True,
        capture_output=True,
        text=True,
        start_new_session=is_own_session,
    )
    nice, _, group = done.stdout.partition(" ")

    assert int(nice) > began_with or int(nice) == _LEAST_URGENT
    if is_own_session and group.strip():
        assert int(group.split()[-1]) == STEPS
    assert _group() == group_before
    assert os.nice(0) == began_with


def _group() -> str:
    """What Linux says of this session's own share: nothing where it knows or has no such thing."""
    return _AUTOGROUP.read_text("ascii") if _AUTOGROUP.exists() else ""
