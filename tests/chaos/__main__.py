"""Attacks the server: `python -m tests.chaos [--seed N] [--faults N]`, or `make chaos`.

Prints its seed first, a summary at the end, and ends with exit code 1 when something that was
promised did not hold. The same seed brings the same faults, the same moods of the image engine
and the same wishes of the customers, in the same order; their interleaving is the machine's.
"""

import argparse
import secrets
import signal
import sys
import time
from collections.abc import Sequence

from tests.chaos.parts import PARTS, Options
from tests.temporary import run_together

_VIOLATIONS_SHOWN = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts and tell what became of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--seed", type=int, help="repeat the run of this seed")
    parser.add_argument("--faults", type=int, default=220, help="of the storm (%(default)s)")
    parser.add_argument("--short", action="store_true", help="a few of everything, for a minute")
    parser.add_argument("--only", choices=sorted(PARTS), help="run this part alone")
    chosen = parser.parse_args(arguments)
    # Whoever asks for the end gets it in order: every process that was started ends too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    seed: int = secrets.randbelow(10**6) if chosen.seed is None else chosen.seed
    options = Options(seed, faults_count=20 if chosen.short else chosen.faults, short=chosen.short)
    print(f"The seed is {seed}: --seed {seed} repeats this run", flush=True)
    violations: list[str] = []
    for name in [chosen.only] if chosen.only else PARTS:
        print(f"\n{name}", flush=True)
        began_at = time.monotonic()
        found = PARTS[name](options)
        violations += [f"{name}: {violation}" for violation in found]
        print(f"  {len(found)} violations, {time.monotonic() - began_at:.0f} s", flush=True)
    print("\n" + _verdict(violations, seed))
    return 1 if violations else 0


def _verdict(violations: list[str], seed: int) -> str:
    if not violations:
        return f"Everything held (seed {seed})."
    lines = [f"{len(violations)} things did not hold (seed {seed}):"]
    lines += [f"  {violation}" for violation in violations[:_VIOLATIONS_SHOWN]]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(run_together(main))
