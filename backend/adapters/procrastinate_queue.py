"""The job queue: procrastinate, inside the caller's own transaction."""

from uuid import UUID

import procrastinate
from procrastinate.exceptions import ConnectorException
from psycopg import AsyncConnection

from backend.errors import DatabaseUnavailable
from backend.worker.queue import MAKE_PICTURE, PICTURES_QUEUE


class ProcrastinateQueue:
    """A `JobQueue` that writes to the queue's tables and notifies the workers at commit."""

    def __init__(self) -> None:
        # Never opened: every job goes through a connection of the caller.
        self._queue = procrastinate.App(connector=procrastinate.PsycopgConnector())

    async def enqueue_generation(self, connection: AsyncConnection, image_id: UUID) -> None:
        """Enqueue inside the caller's transaction: the job exists when that commits, else not.

        Raises:
            DatabaseUnavailable: PostgreSQL refused; the caller's transaction is lost.
        """
        deferrer = self._queue.configure_task(
            MAKE_PICTURE, queue=PICTURES_QUEUE, connection=connection
        )
        try:
            await deferrer.defer_async(image_id=str(image_id))
        except ConnectorException as error:
            raise DatabaseUnavailable from error
