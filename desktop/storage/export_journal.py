"""What was being saved when the app ended, and how far it had come: so that it can go on."""

import json
import logging
from dataclasses import dataclass, field
from pathlib import Path

from desktop.storage.atomic import write_atomically
from desktop.storage.export_names import DEFAULT_PATTERN, ExportFormat

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """Save these pictures there."""

    image_ids: tuple[str, ...]
    target: str
    """A folder; with `as_zip` a zip file."""
    picture_format: ExportFormat = ExportFormat.PNG
    pattern: str = DEFAULT_PATTERN
    as_zip: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """An order that has not come to its end, and the names of the files that are there."""

    order: ExportOrder
    saved: dict[str, str] = field(default_factory=dict)
    """File name by image id."""


class ExportJournal:
    """One file: the order in its first line, then a line for each saved picture.

    A line that a crash has torn is left out: that picture is saved again, under another name.
    Without room for it, saving goes on and cannot be resumed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self, order: ExportOrder) -> None:
        """A new order replaces what was left of another."""
        line = json.dumps(
            {
                "ids": order.image_ids,
                "target": order.target,
                "format": order.picture_format.value,
                "pattern": order.pattern,
                "zip": order.as_zip,
            }
        )
        try:
            write_atomically(self._path, f"{line}\n".encode())
        except OSError as error:
            _log.warning("What is being saved could not be noted: %s", error)

    def note(self, image_id: str, name: str) -> None:
        """This picture is there now."""
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps([image_id, name]) + "\n")
        except OSError as error:
            _log.warning("What was saved could not be noted: %s", error)

    def end(self) -> None:
        """Nothing is left to be done."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("The note of what was saved could not be removed: %s", error)

    def read(self) -> Begun | None:
        """What is left of an order; None when there is none, or it cannot be read."""
        try:
            first, *lines = self._path.read_text("utf-8").splitlines()
            stored = json.loads(first)
            order = ExportOrder(
                tuple(map(str, stored["ids"])),
                str(stored["target"]),
                ExportFormat(stored["format"]),
                str(stored["pattern"]),
                as_zip=bool(stored["zip"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None
        saved: dict[str, str] = {}
        for line in lines:
            try:
                image_id, name = json.loads(line)
            except (ValueError, TypeError):
                continue
            saved[str(image_id)] = str(name)
        return Begun(order, saved)
