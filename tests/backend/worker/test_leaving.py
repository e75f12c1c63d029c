"""The end of a worker's process, with and without calls that hang in a thread."""

import subprocess
import sys

import pytest

_PROGRAM = """
import threading
import anyio, anyio.to_thread
from backend import event_loop
from backend.worker.leaving import leave_hanging_calls

def hang():
    threading.Event().wait({hangs_for_s})

async def give_up_on_it():
    with anyio.move_on_after(0.05):
        await anyio.to_thread.run_sync(hang, abandon_on_cancel=True)

event_loop.run(give_up_on_it())
leave_hanging_calls()
print("went on", flush=True)
"""
PATIENCE_S = 100


@pytest.mark.parametrize(("hangs_for_s", "told"), [("None", ""), ("0", "went on")])
def test_a_process_ends_although_a_call_hangs(hangs_for_s: str, told: str) -> None:
    program = _PROGRAM.format(hangs_for_s=hangs_for_s)

    ended = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )

    assert (ended.returncode, ended.stdout.strip()) == (0, told)
    assert ("1 calls that hang" in ended.stderr) == (told == "")
