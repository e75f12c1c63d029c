"""Everything that runs while the server is attacked: real databases, stores, APIs and workers."""

import contextlib
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx2
from pydantic import SecretStr

from backend.db.migrate import migrate
from backend.local_cloud.object_store import EmbeddedObjectStore
from backend.local_cloud.ports import HOST, free_port
from backend.local_cloud.postgres import EmbeddedPostgres
from backend.settings import Settings
from tests.chaos.programs import Program

HEARTBEAT_S: Final = 1.0
STALLED_AFTER_S: Final = 4.0
"""A worker that is paused for longer counts as dead, and another takes over its pictures."""

_FOREIGN_PREFIXES: Final = ("PG", "AWS_", "OPENAI_", "RCLONE_")
"""Variables that the libraries obey by themselves."""
_START_TIMEOUT_S: Final = 60
_ACCESS_KEY: Final = "plushify-chaos"
_BUCKET: Final = "chaos"
_BUSY_FOLDERS: Final = ("staging", "images", "previews")


class Api(Program):
    """An API process, which keeps its port over all its runs."""

    def __init__(self, name: str, environment: Mapping[str, str], folder: Path) -> None:
        port = free_port()
        self.address = f"http://{HOST}:{port}"
        super().__init__(name, ["serve", "--port", str(port)], environment, folder)

    def wait_until_ready(self) -> None:
        """Wait until it answers that it is."""
        deadline = time.monotonic() + _START_TIMEOUT_S
        with httpx2.Client(base_url=self.address, trust_env=False) as client:
            while True:
                with contextlib.suppress(httpx2.TransportError):
                    if client.get("/ready").is_success:
                        return
                if not self.is_running or time.monotonic() > deadline:
                    raise RuntimeError(f"{self.name} does not get ready: {self.log_path}")
                time.sleep(0.05)


class Stage:
    """The parts of one deployment, on free ports and below one folder.

    Args:
        postgres: Running and migrated.
        store: Running.
        folder: For the logs.
        apis_count: How many API processes there are.
        workers_count: How many worker processes there are.
        environment: Settings beyond those that point to the other parts.
    """

    def __init__(
        self,
        postgres: EmbeddedPostgres,
        store: EmbeddedObjectStore,
        secret_key: str,
        folder: Path,
        *,
        apis_count: int,
        workers_count: int,
        environment: Mapping[str, str],
    ) -> None:
        self.postgres = postgres
        self.store = store
        self.folder = folder
        self.settings = Settings(
            _env_file=None,
            database_url=SecretStr(postgres.dsn),
            aws_access_key_id=_ACCESS_KEY,
            aws_secret_access_key=SecretStr(secret_key),
            aws_s3_bucket=_BUCKET,
            s3_endpoint_url=store.endpoint_url,
        )
        everything = server_environment(self.settings, folder) | dict(environment)
        self.apis = [Api(f"api-{n}", everything, folder) for n in range(apis_count)]
        timings = ["--heartbeat-s", str(HEARTBEAT_S), "--stalled-after-s", str(STALLED_AFTER_S)]
        self.workers = [
            Program(f"worker-{n}", ["worker", *timings], everything, folder)
            for n in range(workers_count)
        ]

    @property
    def addresses(self) -> list[str]:
        """Where the API processes listen."""
        return [api.address for api in self.apis]

    def start_programs(self) -> None:
        """Start APIs and workers; returns when every API is ready."""
        for program in (*self.apis, *self.workers):
            program.start()
        for api in self.apis:
            api.wait_until_ready()

    def kill_programs(self) -> None:
        """End APIs and workers at once."""
        for program in (*self.apis, *self.workers):
            program.kill()


def server_environment(settings: Settings, folder: Path) -> dict[str, str]:
    """The environment of server processes: these settings, and none of the person's own.

    Args:
        settings: Where database and object store are.
        folder: Takes what the servers write: mails, and compiled files, so that each but the
            first start is quick.
    """
    own = {name.upper() for name in Settings.model_fields}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.upper() not in own and not name.startswith(_FOREIGN_PREFIXES)
    }
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | {
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "AWS_ACCESS_KEY_ID": settings.aws_access_key_id,
        "AWS_SECRET_ACCESS_KEY": settings.aws_secret_access_key.get_secret_value(),
        "AWS_S3_BUCKET": settings.aws_s3_bucket,
        "S3_ENDPOINT_URL": settings.s3_endpoint_url or "",
        "MAIL_FOLDER": str(mail_folder(folder)),
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "NO_PROXY": HOST,
        "no_proxy": HOST,
    }


def mail_folder(folder: Path) -> Path:
    """Where the mails of a deployment in this folder lie."""
    return folder / "mails"


@contextmanager
def build_stage(
    *,
    apis_count: int,
    workers_count: int,
    environment: Mapping[str, str] | None = None,
    durable: bool = True,
) -> Iterator[Stage]:
    """Start everything; all of it ends with the block. The logs stay when the block fails."""
    folder = Path(tempfile.mkdtemp(prefix="plushifyme-chaos-"))
    # The account of PostgreSQL must be able to enter when we are root.
    folder.chmod(0o711)
    secret_key = secrets.token_urlsafe(16)
    postgres = EmbeddedPostgres(
        folder / "postgres",
        port=free_port(),
        password=secrets.token_urlsafe(16),
        durable=durable,
        log_path=folder / "postgres.log",
    )
    store = EmbeddedObjectStore(
        folder / "objects",
        port=free_port(),
        access_key=_ACCESS_KEY,
        secret_key=secret_key,
        bucket=_BUCKET,
        busy_folders=_BUSY_FOLDERS,
    )
    stage: Stage | None = None
    try:
        postgres.start()
        migrate(postgres.dsn)
        store.start()
        stage = Stage(
            postgres,
            store,
            secret_key,
            folder,
            apis_count=apis_count,
            workers_count=workers_count,
            environment=environment or {},
        )
        stage.start_programs()
        yield stage
    except BaseException:
        print(f"The logs are in {folder}")
        raise
    else:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        if stage is not None:
            stage.kill_programs()
        store.stop()
        postgres.stop()
