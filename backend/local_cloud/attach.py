"""A second start on the same data folder: it waits for the first and uses its cloud."""

import time
from collections.abc import Callable

from backend.local_cloud.errors import LocalCloudError, StopRequested
from backend.local_cloud.events import Progress, Ready
from backend.local_cloud.folder import DataFolder
from backend.local_cloud.lock import FolderLock
from backend.local_cloud.part import StopAsked
from backend.local_cloud.program import get_json
from backend.local_cloud.state import CloudState

_POLL_S = 0.1
_TIMEOUT_S = 120.0


def claim_or_attach(
    data: DataFolder,
    lock: FolderLock,
    *,
    report: Callable[[Progress], None],
    is_stop_asked: StopAsked,
) -> Ready | None:
    """Take the folder's lock, or find the cloud of the one who holds it.

    When that one ends before it is ready, its place is taken.

    Returns:
        None: the lock is ours, and so is the task of starting.
        Otherwise the cloud that runs.

    Raises:
        LocalCloudError: The other one holds the lock and does not answer.
        StopRequested: Somebody asked for the end meanwhile.
    """
    deadline = time.monotonic() + _TIMEOUT_S
    is_told = False
    while not lock.acquire():
        if is_stop_asked():
            raise StopRequested
        state = CloudState.read(data.state)
        if state is not None and state.url is not None:
            ready = ready_at(state.url, data, pid=state.pid, attached=True)
            if ready is not None:
                return ready
        if not is_told:
            report(Progress("Waiting for another PlushifyMe on this computer", 0.1))
            is_told = True
        if time.monotonic() > deadline:
            who = f"process {state.pid}" if state else "another process"
            raise LocalCloudError(
                f"The data folder {data.root} is in use by {who}, which does not answer. "
                f"End it, or choose another folder with --data-folder.",
                log_path=data.log("local-cloud"),
            )
        time.sleep(_POLL_S)
    return None


def ready_at(url: str, data: DataFolder, *, pid: int, attached: bool) -> Ready | None:
    """Describe the local cloud that answers at this address; None when none does.

    The demo account comes from the service itself, which alone knows it.
    """
    service = get_json(int(url.rpartition(":")[2]), "/api/service")
    if service is None or service.get("localCloud") is not True:
        return None
    account: dict[str, str] | None = None
    match service.get("demoAccount"):
        case {"email": str(email), "password": str(password)}:
            account = {"email": email, "password": password}
        case _:
            account = None
    return Ready(url=url, attached=attached, pid=pid, demo_account=account, data_folder=data.root)
