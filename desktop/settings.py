"""Which server to use and where files go, from the command line, the environment and preferences."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from desktop.errors import DesktopError
from desktop.storage.folders import DATA_VARIABLE, Folders

SERVER_VARIABLE = "PLUSHIFYME_SERVER"


class WrongSetting(DesktopError):
    """A setting cannot be used; the message is one line that names it."""

    code = "wrong_setting"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that must be known before the window opens."""

    server_url: str
    """Empty: start the cloud on this computer."""
    folders: Folders

    @property
    def server_name(self) -> str:
        """What tokens and caches are filed under; the local cloud's port changes, its name not."""
        if self.server_url:
            return self.server_url
        override = os.environ.get(DATA_VARIABLE)
        if not override:
            return "local-cloud"
        return f"local-cloud-{hashlib.sha256(override.encode()).hexdigest()[:12]}"


def load_settings(
    server: str | None = None,
    *,
    preferred_server: str = "",
    environment: Mapping[str, str] = os.environ,
    folders: Folders | None = None,
) -> Settings:
    """Choose the server: the command line's, else the environment's, else the preferred one.

    Raises:
        WrongSetting: The address is not one.
    """
    chosen = server if server is not None else environment.get(SERVER_VARIABLE) or preferred_server
    return Settings(server_url=_checked(chosen), folders=folders or Folders.of_user())


def _checked(server: str) -> str:
    server = server.strip().rstrip("/")
    if not server:
        return ""
    try:
        parts = urlsplit(server)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        is_address = False
    if not is_address:
        raise WrongSetting(
            f"{server} is not a server's address; it has to begin with https:// or http://."
        )
    return server
