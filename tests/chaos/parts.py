"""The parts of `make chaos`, by name: each prints what it did and gives what did not hold."""

import asyncio
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from backend.db.engine import create_engine
from tests.backend.services.test_ledger import LedgerMachine
from tests.chaos.rushes import Rush
from tests.chaos.stage import build_stage
from tests.chaos.storm import StormReport, run_storm

_LEDGER_EXAMPLES: Final = 200
_LEDGER_STEPS: Final = 60


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    seed: int
    faults_count: int
    short: bool

    def share(self, count: int) -> int:
        """The whole count, or a twentieth of it in a short run."""
        return count // 20 if self.short else count


Part = Callable[[Options], list[str]]


def _storm(options: Options) -> list[str]:
    report = run_storm(options.seed, options.faults_count)
    _print_storm(report)
    return report.violations


def _rush(options: Options) -> list[str]:
    with build_stage(apis_count=4, workers_count=0) as stage:
        rush = Rush(stage.addresses, stage.settings, options.seed)
        violations = asyncio.run(_run_rush(rush, options))
    _print_counts("outcomes", rush.answers)
    return violations


async def _run_rush(rush: Rush, options: Options) -> list[str]:
    return [
        *await rush.overspend(
            spends_count=options.share(10_000), credits_count=options.share(1_000)
        ),
        *await rush.repeat_one_key(copies_count=100),
        *await rush.race_cancel_and_finish(races_count=options.share(1_000)),
    ]


def _ledger(options: Options) -> list[str]:
    """The ledger against its model, as in the default suite and for much longer."""
    examples = options.share(_LEDGER_EXAMPLES)
    with (
        build_stage(apis_count=0, workers_count=0, durable=False) as stage,
        asyncio.Runner() as runner,
    ):
        engine = create_engine(stage.postgres.dsn, pool_size=1)
        LedgerMachine.runner, LedgerMachine.engine = runner, engine
        try:
            run_state_machine_as_test(
                seed(options.seed)(LedgerMachine),
                settings=settings(
                    max_examples=examples,
                    stateful_step_count=_LEDGER_STEPS,
                    deadline=None,
                    database=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        except Exception:  # noqa: BLE001 - whatever breaks the model is the answer
            return [traceback.format_exc()]
        finally:
            runner.run(engine.dispose())
    print(f"  {examples} histories of up to {_LEDGER_STEPS} steps")
    return []


def _print_storm(report: StormReport) -> None:
    print(f"  storm of {report.storm_s:.0f} s, then all final after {report.final_after_s:.1f} s")
    _print_counts("faults", report.faults)
    _print_counts("faults of the image engine", report.engine, total=report.engine_faults_count)
    _print_counts("answers", report.answers)
    _print_counts("pictures", report.statuses)
    _print_counts("attempts a picture", report.attempts)
    _print_counts("orders", report.orders)
    print(f"  outcomes unknown at first {report.unknown_outcomes_count}")
    print(f"  event streams opened {report.streams_count}")


def _print_counts(title: str, counts: Mapping[Any, int], *, total: int | None = None) -> None:
    print(f"  {title}: {sum(counts.values()) if total is None else total}")
    for name, count in sorted(counts.items(), key=lambda item: str(item[0])):
        print(f"    {count:6}  {name}")


PARTS: Final[dict[str, Part]] = {"ledger": _ledger, "rush": _rush, "storm": _storm}
