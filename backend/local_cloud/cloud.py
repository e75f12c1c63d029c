"""The local cloud itself: its parts, the order they start in, and the order they end in."""

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

from backend.local_cloud import schema_stamp
from backend.local_cloud.account import unprivileged_account
from backend.local_cloud.credentials import Credentials
from backend.local_cloud.environment import program_environment
from backend.local_cloud.errors import DataFolderError, PortTakenError
from backend.local_cloud.events import Progress
from backend.local_cloud.folder import DataFolder
from backend.local_cloud.leftovers import end_leftovers
from backend.local_cloud.lock import FolderLock
from backend.local_cloud.logs import rotate
from backend.local_cloud.object_store import EmbeddedObjectStore
from backend.local_cloud.part import Part
from backend.local_cloud.ports import HOST, is_free
from backend.local_cloud.postgres import EmbeddedPostgres
from backend.local_cloud.postgres_place import postgres_place
from backend.local_cloud.program import BackendCommand, BackendProgram
from backend.local_cloud.remembered_ports import remembered_ports
from backend.local_cloud.state import CloudState, ProcessMark
from backend.local_cloud.supervisor import Supervisor
from backend.local_cloud.unfinished_uploads import remove_in_background

logger = logging.getLogger(__name__)

BUCKET = "plushifyme"
_PORT_TRIES = 6
_SERVICE_GRACE_S = 6.0
_WORKER_GRACE_S = 14.0
"""A worker hands back what it cannot finish within 10 s; killed sooner, it would cost the picture
one of its attempts. Without a picture under way it ends at once."""
_BUSY_FOLDERS = ("staging", "images", "previews")


class LocalCloud:
    """Starts everything on one data folder, whose lock the caller holds.

    Args:
        data: The prepared data folder.
        supervisor: Watches the parts from the moment they run.
        report: Is told each step.
        api_port: Port of the API; the one of last time, or a free one, when None.
    """

    def __init__(
        self,
        data: DataFolder,
        supervisor: Supervisor,
        *,
        report: Callable[[Progress], None],
        api_port: int | None = None,
    ) -> None:
        self._data = data
        self._supervisor = supervisor
        self._report = report
        self._wanted_api_port = api_port
        self._parts: list[Part] = []
        self._programs: list[BackendProgram] = []
        self._commands: list[BackendCommand] = []
        self._database_lock: FolderLock | None = None
        self._url: str | None = None

    def start(self) -> str:
        """Start all parts.

        Returns:
            The address of the API, which has said that it is ready.

        Raises:
            LocalCloudError: A part did not start. What did start is for `stop` to end.
            StopRequested: Somebody asked for the end meanwhile.
        """
        for _ in range(_PORT_TRIES - 1):
            try:
                return self._start()
            except PortTakenError as error:
                if error.port == self._wanted_api_port:
                    raise
                # Another program was quicker by a moment. The next try takes another port.
                logger.warning("%s Starting again with another", error)
                self.stop()
        return self._start()

    def _start(self) -> str:
        self._report(Progress("Preparing the data folder", 0.0))
        previous = CloudState.read(self._data.state)
        leftovers = previous.parts if previous else ()
        CloudState(pid=os.getpid(), url=None, parts=leftovers).write(self._data.state)
        place = postgres_place(self._data, unprivileged_account())
        self._lock_database(place.folder)
        end_leftovers(leftovers, place.folder)
        remove_in_background(self._data.objects, begun_before_s=time.time())
        credentials = self._credentials(place.folder)
        ports = self._ports()
        store = EmbeddedObjectStore(
            self._data.objects,
            port=ports["objectStore"],
            access_key=credentials.s3_access_key,
            secret_key=credentials.s3_secret_key,
            bucket=BUCKET,
            busy_folders=_BUSY_FOLDERS,
            log_path=self._log("object-store"),
            on_exit=self._supervisor.part_ended,
        )
        postgres = EmbeddedPostgres(
            place.folder,
            port=ports["database"],
            password=credentials.postgres_password,
            log_path=self._log("database"),
            install_folder=place.install_folder,
            on_exit=self._supervisor.part_ended,
        )
        is_new = not postgres.data_folder.exists()
        message = "Creating the database" if is_new else "Starting the database"
        self._report(Progress(message, 0.1))
        # The database is the last to end, so it is the first of the list.
        self._parts = [postgres, store]
        self._launch(store)
        self._launch(postgres)
        self._wait_for(postgres)
        self._report(Progress("Starting the picture storage", 0.4))
        self._wait_for(store)

        url = f"http://{HOST}:{ports['api']}"
        environment = program_environment(
            os.environ,
            database_url=postgres.dsn,
            endpoint_url=store.endpoint_url,
            access_key=credentials.s3_access_key,
            secret_key=credentials.s3_secret_key,
            bucket=BUCKET,
            public_url=url,
            mail_folder=self._data.mails,
            bytecode_folder=self._data.bytecode,
        )
        self._start_programs(
            ports["api"], environment, stamp=place.folder / "schema.json", dsn=postgres.dsn
        )
        self._url = url
        self.write_state()
        return url

    def stop(self) -> None:
        """End all parts: first those that use the others, the database last."""
        self._supervisor.forget_all()
        for command in self._commands:
            command.kill()
        for program in self._programs:
            program.request_stop()
        for part in reversed(self._parts):
            part.stop()
        self._data.state.unlink(missing_ok=True)
        if self._database_lock is not None:
            self._database_lock.release()

    def write_state(self) -> None:
        """Publish who runs; the next start ends what is still alive of it."""
        marks = [
            mark
            for part in self._parts
            if part.child is not None and (mark := ProcessMark.of(part.name, part.child.pid))
        ]
        CloudState(pid=os.getpid(), url=self._url, parts=tuple(marks)).write(self._data.state)

    def _lock_database(self, folder: Path) -> None:
        """Refuse a copy of a data folder that points to the original's database.

        Ending leftovers would end the original's server.
        """
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._database_lock = FolderLock(folder.with_name(f"{folder.name}.lock"))
        if not self._database_lock.acquire():
            raise DataFolderError(
                f"The database in {folder} is in use by another PlushifyMe. Is the data folder "
                f"{self._data.root} a copy? Remove its postgres-place.json and credentials.json "
                f"to start it with a database of its own."
            )

    def _credentials(self, database_folder: Path) -> Credentials:
        path = self._data.credentials
        if not path.exists() and (database_folder / "data").exists():
            raise DataFolderError(
                f"The file {path} is missing. Without it the database in {database_folder} cannot "
                f"be opened: restore it from a backup, or move both folders away to start afresh."
            )
        return Credentials.load_or_create(path)

    def _ports(self) -> dict[str, int]:
        ports = remembered_ports(self._data.ports, ("api", "database", "objectStore"))
        if self._wanted_api_port is None:
            return ports
        if not is_free(self._wanted_api_port):
            raise PortTakenError(self._wanted_api_port, name="service")
        return ports | {"api": self._wanted_api_port}

    def _log(self, name: str) -> Path:
        path = self._data.log(name)
        rotate(path)
        return path

    def _launch(self, part: Part) -> None:
        """Start a part and note it at once, so that no crash of ours can lose it."""
        part.launch()
        self.write_state()

    def _wait_for(self, part: Part) -> None:
        """Wait until a part answers; from then on it is started again when it dies.

        Not before: what does not even start has a reason that a person should read at once.
        """
        part.wait_until_ready(self._tend)
        self._supervisor.add(part)

    def _tend(self) -> bool:
        """Look after the parts that run while we wait for others; whether to stop waiting."""
        self._supervisor.tend(on_restart=self.write_state)
        return self._supervisor.is_stop_asked()

    def _start_programs(
        self, api_port: int, environment: dict[str, str], *, stamp: Path, dsn: str
    ) -> None:
        """Bring the database up to date if need be, then start the service and the worker.

        Starting a program takes a processor for itself for a second. So the demo account, which
        nobody needs before the end, is added beside the service's start, and the worker follows
        when the service answers: people wait for the service only.
        """
        is_current = schema_stamp.is_current(stamp, dsn)
        seed = BackendCommand("seed", log_path=self._log("seed"), environment=environment)
        if not is_current:
            self._report(Progress("Preparing the database", 0.45))
            migrate = BackendCommand(
                "migrate", log_path=self._log("migrate"), environment=environment
            )
            self._commands = [migrate, seed]
            migrate.start()
            migrate.wait(self._tend)
            seed.start()
        self._report(Progress("Starting the service", 0.6))
        api = BackendProgram(
            "service",
            ["serve", "--host", HOST, "--port", str(api_port)],
            log_path=self._log("service"),
            environment=environment,
            grace_s=_SERVICE_GRACE_S,
            ready_port=api_port,
            on_exit=self._supervisor.part_ended,
        )
        worker = BackendProgram(
            "worker",
            ["worker"],
            log_path=self._log("worker"),
            environment=environment,
            grace_s=_WORKER_GRACE_S,
            on_exit=self._supervisor.part_ended,
        )
        self._programs = [api, worker]
        self._parts += self._programs
        self._launch(api)
        self._wait_for(api)
        if not is_current:
            seed.wait(self._tend)
            schema_stamp.record(stamp, dsn)
        self._launch(worker)
        self._wait_for(worker)
