"""What is asked for at once: plushies of one photo or several, paid for together or not at all."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desktop.storage.pending_jobs import PendingJob

if TYPE_CHECKING:
    from desktop.photo import Photo, PhotoFile
    from shared.generations import Hints
    from shared.styles import Style


@dataclass(frozen=True, slots=True, eq=False)
class OrderLine:
    """One plushie that is wanted."""

    photo: "Photo"
    file: "PhotoFile"
    style: "Style"
    hints: "Hints | None" = None


def pending_jobs_of(lines: Sequence[OrderLine], wish: str) -> list[PendingJob]:
    """A job for each line; several of them belong to one order. Each photo is sent once."""
    order_id = str(uuid.uuid4()) if len(lines) > 1 else None
    photo_ids = {line.photo: str(uuid.uuid4()) for line in lines}
    return [
        PendingJob(
            id=str(uuid.uuid4()),
            style=line.style,
            wish=wish.strip(),
            hints_json=line.hints.model_dump_json() if line.hints is not None else None,
            photo_name=line.photo.name,
            content_type=line.file.content_type,
            created_at=datetime.now(UTC),
            photo_id=photo_ids[line.photo],
            order_id=order_id,
        )
        for line in lines
    ]
