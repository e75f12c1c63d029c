"""The local cloud's secrets, generated once and kept in a file that only its owner may read."""

import dataclasses
import secrets
import string
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from backend.local_cloud.errors import DataFolderError
from backend.local_cloud.json_files import read_json, write_json

_LETTERS = string.ascii_letters + string.digits


def _letters(count: int) -> str:
    """Letters and digits only: they go into addresses and comma-separated options unquoted."""
    return "".join(secrets.choice(_LETTERS) for _ in range(count))


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the parts show each other."""

    postgres_password: str = field(repr=False)
    s3_access_key: str
    s3_secret_key: str = field(repr=False)

    @classmethod
    def load_or_create(cls, path: Path) -> Self:
        """Read them, or make and keep new ones.

        Raises:
            DataFolderError: The file is damaged. New secrets would lock us out of the database.
        """
        if not path.exists():
            made = cls(
                postgres_password=_letters(32),
                s3_access_key=f"PM{_letters(18).upper()}",
                s3_secret_key=_letters(40),
            )
            write_json(path, dataclasses.asdict(made))
            return made
        content = read_json(path) or {}
        known = {entry.name: content.get(entry.name) for entry in dataclasses.fields(cls)}
        texts = {name: value for name, value in known.items() if isinstance(value, str) and value}
        if texts.keys() != known.keys():
            raise DataFolderError(
                f"The file {path} is damaged. Without it the database cannot be opened: restore "
                f"it from a backup, or move the folder {path.parent} away to start afresh."
            )
        path.chmod(0o600)
        return cls(**texts)
