"""Orders that are killed at each of their moments: `python -m tests.desktop.proofs.orders_to_kill`.

A moment lies before and after each file that is written and each request that is sent. For every
moment an order begins in a folder of its own and is killed (-9) there; then another process takes up
what lies in the folder. One line of JSON a moment tells how many jobs had been written down.
Arguments: a folder, the server's address, the user's id, a token, how many pictures an order has,
whether what is taken up is `made` or `cancelled`, and which moments are tried: every so-manyth. It
forks, so it runs on POSIX only.
"""

import itertools
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from desktop.api import uploads
from desktop.api.client import ApiClient
from desktop.storage import pending_jobs
from desktop.storage.pending_jobs import PendingJob
from desktop.workers.job_runner import add_order, finish_cancelled_jobs, run_job
from desktop.workers.tasks import Task
from shared.styles import Style
from tests.desktop.proofs.busy_app import tools_of
from tests.fakes import photo_files

OpenTask = Callable[[], Task[Any]]
PHOTO = photo_files.make_photo("JPEG", width=96, height=80)


class Fuse:
    """Ends this process at its so-manyth moment."""

    def __init__(self, moment: int) -> None:
        self._left = moment

    def around(self, step: Callable[..., Any]) -> Callable[..., Any]:
        """The same step, with a moment before and one after it."""

        def with_moments(*arguments: Any, **options: Any) -> Any:
            self._burn()
            result = step(*arguments, **options)
            self._burn()
            return result

        return with_moments

    def _burn(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Go through all moments, until an order comes to its end unharmed."""
    folder, url, user_id, token, size, end, every = sys.argv[1:]
    # Reading the system's certificates once rather than in each child saves most of the time.
    client = ApiClient(url)
    client.token = token
    take_up = _cancel_all if end == "cancelled" else _make_all
    for moment in itertools.count(1, int(every)):
        place = Path(folder) / str(moment)

        def open_task(place: Path = place) -> Task[Any]:
            tools = tools_of(place, url, user_id, token)
            tools._client = client
            return Task(tools, lambda _task: None, None, None, None)

        ended = _in_child(partial(_order, open_task, int(size), Fuse(moment)))
        written = len(list(place.rglob("*.json")))
        if _in_child(partial(take_up, open_task)) != 0:
            sys.exit(f"What was left at moment {moment} could not be taken up")
        sys.stdout.write(json.dumps({"moment": moment, "jobs": written}) + "\n")
        if ended == 0:
            return


def _in_child(work: Callable[[], None]) -> int:
    """Do it in another process; 0 when it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException as error:  # noqa: BLE001 - nothing may go back into the parent's code
            sys.stderr.write(f"{error!r}\n")
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return status


def _order(open_task: OpenTask, size: int, fuse: Fuse) -> None:
    for owner, name in (
        (pending_jobs, "write_atomically"),
        (uploads, "_put"),
        (ApiClient, "presign"),
        (ApiClient, "generate"),
        (ApiClient, "generate_batch"),
    ):
        setattr(owner, name, fuse.around(getattr(owner, name)))
    order_id = None if size == 1 else str(uuid4())
    jobs = [
        PendingJob(
            id=str(uuid4()),
            style=style,
            wish="",
            hints_json=None,
            photo_name="Biscuit.jpg",
            content_type="image/jpeg",
            created_at=datetime.now(UTC),
            photo_id="one",
            order_id=order_id,
        )
        for style in list(Style)[:size]
    ]
    task = open_task()
    add_order(task, [(job, PHOTO) for job in jobs])
    run_job(task, jobs[0].id)


def _make_all(open_task: OpenTask) -> None:
    task = open_task()
    for job in task.tools.account.pending.all():
        run_job(task, job.id)


def _cancel_all(open_task: OpenTask) -> None:
    task = open_task()
    pending = task.tools.account.pending
    for job in pending.all():
        pending.cancel(job.id)
    finish_cancelled_jobs(task)
    assert pending.all() == []


if __name__ == "__main__":
    main()
