"""Where the app keeps its files."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_APP_NAME = "PlushifyMe"
DATA_VARIABLE = "PLUSHIFYME_DATA"
"""One folder for everything, in place of the user's usual ones."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The usual places of an app's files."""

    config: Path
    """Preferences."""
    data: Path
    """What cannot be fetched again: jobs that are under way."""
    cache: Path
    """Copies of pictures; may vanish at any time."""
    logs: Path
    """What the app did, and what went wrong; free of names and secrets."""

    @classmethod
    def of_user(cls) -> Self:
        """The folders of this user, or below `PLUSHIFYME_DATA`."""
        override = os.environ.get(DATA_VARIABLE)
        if override:
            return cls.below(Path(override))
        # Imported here: with the override it is not needed, and every start counts.
        import platformdirs  # noqa: PLC0415

        return cls(
            config=Path(platformdirs.user_config_dir(_APP_NAME, appauthor=False)),
            data=Path(platformdirs.user_data_dir(_APP_NAME, appauthor=False)) / "app",
            cache=Path(platformdirs.user_cache_dir(_APP_NAME, appauthor=False)),
            logs=Path(platformdirs.user_log_dir(_APP_NAME, appauthor=False)),
        )

    @classmethod
    def below(cls, root: Path) -> Self:
        """All of it below one folder."""
        return cls(
            config=root / "config", data=root / "app", cache=root / "cache", logs=root / "logs"
        )

    @property
    def preferences_file(self) -> Path:
        """What a person has chosen."""
        return self.config / "preferences.json"

    @property
    def drags(self) -> Path:
        """Pictures that are dragged into other programs."""
        return self.cache / "drags"

    def account(self, server: str, user_id: str) -> "AccountFolders":
        """The folders of one account at one server; accounts never share a file."""
        # Imported here: the start knows no account yet.
        import hashlib  # noqa: PLC0415

        name = hashlib.sha256(f"{server}\n{user_id}".encode()).hexdigest()[:24]
        return AccountFolders(
            jobs=self.data / "accounts" / name / "jobs",
            changes=self.data / "accounts" / name / "changes.sqlite",
            gallery=self.cache / "accounts" / name,
        )


@dataclass(frozen=True, slots=True)
class AccountFolders:
    """What is kept for one account."""

    jobs: Path
    changes: Path
    """What was changed in the gallery and not sent yet."""
    gallery: Path
