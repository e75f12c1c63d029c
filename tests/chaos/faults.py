"""What is broken, and when: drawn from the seed before anything has begun."""

import asyncio
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from backend.local_cloud.errors import PortTakenError
from backend.local_cloud.part import Part
from tests.chaos.programs import Program
from tests.chaos.stage import STALLED_AFTER_S, Stage

_GAP_MEAN_S: Final = 1.8
_PORT_TRIES: Final = 50


class FaultKind(StrEnum):
    """What can happen to a process or a server."""

    KILL_API = "API process killed (-9)"
    PAUSE_API = "API process paused"
    KILL_WORKER = "worker killed (-9)"
    PAUSE_WORKER = "worker paused beyond its heartbeat"
    RESTART_DATABASE = "PostgreSQL stopped at once, started again"
    STOP_STORAGE = "S3 killed (-9), away for seconds"


_WEIGHTS: Final = {
    FaultKind.KILL_API: 22,
    FaultKind.PAUSE_API: 16,
    FaultKind.KILL_WORKER: 22,
    FaultKind.PAUSE_WORKER: 16,
    FaultKind.RESTART_DATABASE: 17,
    FaultKind.STOP_STORAGE: 7,
}
_LASTS_S: Final = {
    FaultKind.KILL_API: (0.0, 2.0),
    FaultKind.PAUSE_API: (0.5, 5.0),
    FaultKind.KILL_WORKER: (0.0, 2.0),
    FaultKind.PAUSE_WORKER: (STALLED_AFTER_S + 0.5, STALLED_AFTER_S + 4.0),
    FaultKind.RESTART_DATABASE: (0.0, 2.0),
    FaultKind.STOP_STORAGE: (2.0, 10.0),
}


@dataclass(frozen=True)
class Fault:
    """One of them. `gap_s` is the time since the one before."""

    kind: FaultKind
    gap_s: float
    target: int
    lasts_s: float


def plan_faults(seed: int, count: int) -> list[Fault]:
    """The faults of a seed: always the same ones in the same order."""
    dice = random.Random(f"{seed} faults")
    kinds = dice.choices(list(_WEIGHTS), list(_WEIGHTS.values()), k=count)
    return [
        Fault(
            kind=kind,
            gap_s=dice.uniform(0, 2 * _GAP_MEAN_S),
            target=dice.randrange(2),
            lasts_s=dice.uniform(*_LASTS_S[kind]),
        )
        for kind in kinds
    ]


class Attack:
    """Carries out a plan. Faults of different targets overlap, those of one come one by one."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._locks: dict[str, asyncio.Lock] = {}
        self.done: Counter[FaultKind] = Counter()
        self.seconds = 0.0

    async def run(self, plan: Sequence[Fault]) -> None:
        """Do it all; in the end everything runs again."""
        began_at = time.monotonic()
        async with asyncio.TaskGroup() as tasks:
            for fault in plan:
                await asyncio.sleep(fault.gap_s)
                tasks.create_task(self._inflict(fault))
        self.seconds = time.monotonic() - began_at

    async def _inflict(self, fault: Fault) -> None:
        match fault.kind:
            case FaultKind.KILL_API | FaultKind.PAUSE_API:
                await self._attack_program(self._stage.apis, fault)
            case FaultKind.KILL_WORKER | FaultKind.PAUSE_WORKER:
                await self._attack_program(self._stage.workers, fault)
            case FaultKind.RESTART_DATABASE:
                async with self._lock("database"):
                    await asyncio.to_thread(self._stop_database)
                    await asyncio.sleep(fault.lasts_s)
                    await asyncio.to_thread(_start_again, self._stage.postgres)
            case FaultKind.STOP_STORAGE:
                async with self._lock("storage"):
                    await asyncio.to_thread(self._stop_storage)
                    await asyncio.sleep(fault.lasts_s)
                    await asyncio.to_thread(_start_again, self._stage.store)
        self.done[fault.kind] += 1

    async def _attack_program(self, programs: Sequence[Program], fault: Fault) -> None:
        program = programs[fault.target % len(programs)]
        async with self._lock(program.name):
            if not program.is_running:
                raise RuntimeError(f"{program.name} has ended by itself: {program.log_path}")
            if fault.kind in {FaultKind.KILL_API, FaultKind.KILL_WORKER}:
                await asyncio.to_thread(program.kill)
                await asyncio.sleep(fault.lasts_s)
                await asyncio.to_thread(program.start)
            else:
                program.pause()
                await asyncio.sleep(fault.lasts_s)
                program.resume()

    def _lock(self, name: str) -> asyncio.Lock:
        return self._locks.setdefault(name, asyncio.Lock())

    def _stop_database(self) -> None:
        """PostgreSQL's immediate shutdown: no checkpoint, and recovery at the next start."""
        child = self._stage.postgres.child
        assert child is not None
        if sys.platform != "win32":
            child.send(signal.SIGQUIT)
            child.wait(10)
        child.kill()

    def _stop_storage(self) -> None:
        child = self._stage.store.child
        assert child is not None
        child.kill()


def _start_again(server: Part) -> None:
    """Start on the same port; connections that are just ending may hold it for a moment."""
    for _ in range(_PORT_TRIES - 1):
        try:
            server.launch()
        except PortTakenError:
            time.sleep(0.1)
        else:
            break
    else:
        server.launch()
    server.wait_until_ready()
