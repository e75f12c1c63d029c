"""`plushifyme-server local`: the whole cloud on this computer, in the foreground."""

import argparse
import contextlib
import logging
import os
import signal
import sys
import threading
from pathlib import Path

from backend.local_cloud.attach import claim_or_attach, ready_at
from backend.local_cloud.cloud import LocalCloud
from backend.local_cloud.errors import LocalCloudError, StopRequested
from backend.local_cloud.events import Failed, JsonLines, PlainText, Reporter
from backend.local_cloud.folder import DataFolder, default_data_folder
from backend.local_cloud.lock import FolderLock
from backend.local_cloud.logs import rotate
from backend.local_cloud.supervisor import Supervisor
from backend.local_cloud.windows_job import end_children_with_us

logger = logging.getLogger("backend.local_cloud")

_STANDARD_INPUT = 0
_EXIT_OK = 0
_EXIT_FAILED = 1
_EXIT_STOPPED_WHILE_STARTING = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's options."""
    parser.add_argument(
        "--data-folder",
        type=Path,
        help="where everything is kept; default: the user's data folder, or PLUSHIFYME_DATA",
    )
    parser.add_argument("--port", type=int, help="port of the service; default: the last, or any")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument("--with-parent", action="store_true", help="end when standard input ends")


def run(arguments: argparse.Namespace) -> int:
    """Run until a signal, the end of standard input, or a part that cannot be kept running."""
    reporter: Reporter = JsonLines() if arguments.json else PlainText()
    folder: Path | None = arguments.data_folder
    data = DataFolder((folder or default_data_folder()).expanduser().absolute())
    supervisor = Supervisor()
    _stop_on_signals(supervisor)
    if arguments.with_parent:
        _stop_with_parent(supervisor)
    try:
        _run(data, supervisor, reporter, api_port=arguments.port, is_quiet=arguments.json)
    except StopRequested:
        return _EXIT_STOPPED_WHILE_STARTING
    except LocalCloudError as error:
        logger.error("%s", error)  # noqa: TRY400 -- the message says it all, a traceback is noise
        reporter.report(Failed(error.message, error.log_path))
        return _EXIT_FAILED
    except OSError as error:
        # A disk can fill up and a folder vanish at any moment.
        logger.exception("The data folder failed")
        reporter.report(Failed(data.refused(error).message, None))
        return _EXIT_FAILED
    return _EXIT_OK


def _run(
    data: DataFolder,
    supervisor: Supervisor,
    reporter: Reporter,
    *,
    api_port: int | None,
    is_quiet: bool,
) -> None:
    data.prepare()
    lock = FolderLock(data.lock)
    running = claim_or_attach(
        data, lock, report=reporter.report, is_stop_asked=supervisor.is_stop_asked
    )
    if running is not None:
        reporter.report(running)
        return
    _log_to(data.log("local-cloud"), is_quiet=is_quiet)
    end_children_with_us()
    cloud = LocalCloud(data, supervisor, report=reporter.report, api_port=api_port)
    try:
        url = cloud.start()
        ready = ready_at(url, data, pid=os.getpid(), attached=False)
        if ready is None:
            raise LocalCloudError(
                "The service does not describe itself.", log_path=data.log("service")
            )
        logger.info("Ready at %s", url)
        reporter.report(ready)
        supervisor.watch(on_restart=cloud.write_state)
        logger.info("Stopping")
    finally:
        cloud.stop()
        lock.release()


def _stop_on_signals(supervisor: Supervisor) -> None:
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    for number in (getattr(signal, name) for name in names if hasattr(signal, name)):
        # Somebody who started us with nohup wants us to outlive the terminal.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: supervisor.ask_to_stop())


def _stop_with_parent(supervisor: Supervisor) -> None:
    """End when the parent is gone, on every system: its end of our standard input closes."""

    def wait() -> None:
        # os.read, because sys.stdin's lock would be held by this thread when we exit.
        with contextlib.suppress(OSError):  # It may be closed already.
            while os.read(_STANDARD_INPUT, 4096):
                pass
        supervisor.ask_to_stop()

    threading.Thread(target=wait, name="parent-watch", daemon=True).start()


def _log_to(path: Path, *, is_quiet: bool) -> None:
    rotate(path)
    handlers: list[logging.Handler] = [logging.FileHandler(path, encoding="utf-8")]
    if not is_quiet:
        handlers.append(logging.StreamHandler(sys.stderr))
        handlers[-1].setLevel(logging.WARNING)
    for handler in handlers:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
