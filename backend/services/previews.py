"""Previews: pictures on their way, told to whoever watches and kept nowhere."""

import json
from dataclasses import asdict, dataclass
from typing import Final, Self

from psycopg import AsyncConnection

from backend.db.rows import execute

PREVIEWS_CHANNEL: Final = "plushifyme_previews"
"""PostgreSQL notifies here of each preview."""


@dataclass(frozen=True, slots=True)
class PreviewNotice:
    """What a preview's notification holds; the API signs the key."""

    user_id: str
    image_id: str
    attempt: int
    sequence: int
    stage: str
    key: str

    @classmethod
    def from_payload(cls, payload: str) -> Self:
        """Read a notification."""
        return cls(**json.loads(payload))


async def notify_preview(connection: AsyncConnection, notice: PreviewNotice) -> bool:
    """Tell every API process; False when the attempt has lost its image."""
    published = await execute(
        connection,
        """
        select from generated_images, pg_notify(%(channel)s, %(payload)s)
        where id = %(image_id)s and (status = 'processing') is true and attempt = %(attempt)s
        """,
        {
            "image_id": notice.image_id,
            "attempt": notice.attempt,
            "channel": PREVIEWS_CHANNEL,
            "payload": json.dumps(asdict(notice)),
        },
    )
    return published == 1
