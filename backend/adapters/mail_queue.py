"""The queue of mails: procrastinate, inside the caller's own transaction."""

from uuid import UUID

import procrastinate
from procrastinate.exceptions import ConnectorException
from psycopg import AsyncConnection

from backend.errors import DatabaseUnavailable
from backend.services.ports import MailKind
from backend.worker.queue import MAILS_QUEUE, SEND_MAIL


class ProcrastinateMailQueue:
    """A `MailQueue`. A job holds an address and which mail it gets, never a link."""

    def __init__(self) -> None:
        # Never opened: every job goes through a connection of the caller.
        self._queue = procrastinate.App(connector=procrastinate.PsycopgConnector())

    async def enqueue_mail(
        self,
        connection: AsyncConnection,
        kind: MailKind,
        email: str,
        *,
        user_id: UUID | None = None,
    ) -> None:
        """Enqueue inside the caller's transaction: the job exists when that commits, else not.

        Raises:
            DatabaseUnavailable: PostgreSQL refused; the caller's transaction is lost.
        """
        deferrer = self._queue.configure_task(SEND_MAIL, queue=MAILS_QUEUE, connection=connection)
        about = {} if user_id is None else {"user_id": str(user_id)}
        try:
            await deferrer.defer_async(kind=kind.value, email=email, **about)
        except ConnectorException as error:
            raise DatabaseUnavailable from error
