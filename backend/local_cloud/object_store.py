"""A real S3 server of our own: rclone's, keeping plain files in one folder."""

import os
import signal
from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path

from backend.local_cloud.binaries import rclone_program
from backend.local_cloud.child import ChildProcess
from backend.local_cloud.errors import DataFolderError, PartFailedError, PortTakenError
from backend.local_cloud.part import StopAsked, never
from backend.local_cloud.ports import HOST, free_port, is_free
from backend.local_cloud.readiness import wait_until
from backend.local_cloud.signed_request import head_bucket_status

_START_TIMEOUT_S = 30.0
_STOP_GRACE_S = 5.0
_ERROR_WORDS = ("CRITICAL", "ERROR", "Failed")
_PLACE_HOLDER = ".rclone_temp_keep"
"""rclone hides the names that begin like this from listings."""


class EmbeddedObjectStore:
    """One S3 server on one folder: a bucket is a folder below it, an object a file.

    rclone's cache of file contents stays off, so a PUT that was answered lies in the folder
    under its final name (rclone writes beside it and renames) and survives a kill -9. It does
    not call fsync: a power cut may lose the objects of the last seconds. Its cache of folder
    listings is safe, because all writes pass through the same server.

    Types of objects are kept in memory only; after a restart rclone tells a type from the key's
    extension. So a key needs one that says what it is, such as `.png`.

    Args:
        folder: Holds the buckets; created when missing. Its parent must exist.
        port: Port on 127.0.0.1; a free one when None.
        access_key: The only key that is let in; at least three characters, or rclone refuses it.
        secret_key: Its secret.
        bucket: Created when missing.
        busy_folders: First parts of keys below which objects come and go all the time. When one
            is emptied, rclone removes it, and an upload that is about to use it would fail (its
            option `--no-cleanup` does nothing in 1.75.2). A hidden file keeps each in place.
        log_path: Where the server writes; `<folder>.log` beside the folder when None.
        on_exit: Called, in a thread of its own, when the server has ended.
    """

    name = "object store"

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        access_key: str,
        secret_key: str,
        bucket: str,
        busy_folders: Sequence[str] = (),
        log_path: Path | None = None,
        on_exit: Callable[[ChildProcess], None] | None = None,
    ) -> None:
        self.folder = folder
        self.bucket = bucket
        self.busy_folders = tuple(busy_folders)
        self.access_key = access_key
        self.log_path = log_path or folder.with_name(f"{folder.name}.log")
        self._secret_key = secret_key
        self._port = port
        self._on_exit = on_exit
        self.child: ChildProcess | None = None

    @property
    def port(self) -> int:
        """The port: the one asked for, or the free one of the first start."""
        if self._port is None:
            raise PartFailedError("The object store has not been started.")
        return self._port

    @property
    def endpoint_url(self) -> str:
        """What S3 clients take as their endpoint."""
        return f"http://{HOST}:{self.port}"

    @property
    def pid(self) -> int:
        """The server's process id."""
        if self.child is None:
            raise PartFailedError("The object store has not been started.")
        return self.child.pid

    def start(self) -> None:
        """Start the server and return when it answers a signed request for the bucket.

        Raises:
            LocalCloudError: It could not; the message names the folder, the port or the log.
        """
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        """Start the server without waiting for it."""
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            (self.folder / self.bucket).mkdir(mode=0o700, exist_ok=True)
            for name in self.busy_folders:
                busy = self.folder / self.bucket / name
                busy.mkdir(mode=0o700, exist_ok=True)
                (busy / _PLACE_HOLDER).touch(mode=0o600)
        except OSError as error:
            raise DataFolderError(
                f"The object store's folder {self.folder} cannot be made: {error.strerror}."
            ) from error
        if self._port is None:
            self._port = free_port()
        if not is_free(self._port):
            raise PortTakenError(self._port, name=self.name)
        self.child = ChildProcess(
            [rclone_program(), "serve", "s3", self.folder, *self._options()],
            name=self.name,
            log_path=self.log_path,
            environment=self._environment(),
            on_exit=self._on_exit,
        )
        self.child.start()

    def wait_until_ready(self, is_stop_asked: StopAsked = never) -> None:
        """Wait until the bucket answers a signed request."""
        wait_until(
            self._answers,
            self.child,
            name=self.name,
            port=self.port,
            timeout_s=_START_TIMEOUT_S,
            is_stop_asked=is_stop_asked,
            error_words=_ERROR_WORDS,
        )

    def stop(self) -> None:
        """Stop it; nothing happens when it does not run."""
        if self.child is not None:
            self.child.stop(signal.SIGTERM, grace_s=_STOP_GRACE_S)

    def _options(self) -> list[str]:
        return [
            f"--addr={HOST}:{self.port}",
            "--vfs-cache-mode=off",
            "--config=",  # a person's own rclone remotes are none of our business
            "--log-level=NOTICE",
        ]

    def _environment(self) -> dict[str, str]:
        """The keys travel in the environment: a command line is open to everybody on the machine.

        rclone reads every option from RCLONE_ variables; those of the person are left out.
        """
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("RCLONE_")
        }
        return inherited | {"RCLONE_AUTH_KEY": f'"{self.access_key},{self._secret_key}"'}

    def _answers(self) -> bool:
        status = head_bucket_status(
            port=self.port,
            bucket=self.bucket,
            access_key=self.access_key,
            secret_key=self._secret_key,
        )
        return status == HTTPStatus.OK
