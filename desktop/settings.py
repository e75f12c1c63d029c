"""Which server to use and where files go, from the command line, the environment and preferences."""

import hashlib
import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from desktop.errors import DesktopError
from desktop.storage.folders import DATA_VARIABLE, Folders

SERVER_VARIABLE = "PLUSHIFYME_SERVER"
PRESET_NAME = "plushifyme-server.txt"
"""A file beside the program in which whoever hands it out names their server."""
_log = logging.getLogger(__name__)


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
    beside: Path | None = None,
) -> Settings:
    """Choose the server.

    The command line's goes before the environment's, then comes the preferred one, then the one
    that the file beside the program names (`beside` is its folder).

    Raises:
        WrongSetting: The address is not one.
    """
    chosen = server if server is not None else environment.get(SERVER_VARIABLE) or preferred_server
    if server is None and not chosen:
        chosen = _preset(beside)
    return Settings(server_url=_checked(chosen), folders=folders or Folders.of_user())


def folder_of_program() -> Path | None:
    """Where an installed app lies; None when it runs from source."""
    if not getattr(sys, "frozen", False):
        return None
    program = Path(sys.executable)
    # An AppImage mounts itself somewhere else, and tells both places.
    image, mounted = os.environ.get("APPIMAGE"), os.environ.get("APPDIR")
    if image and mounted and program.is_relative_to(mounted):
        return Path(image).parent
    return program.parent


def checked_address(typed: str) -> str:
    """The address that a person has typed; without `https://` it is added.

    Raises:
        WrongSetting: It is not an address, or would send passwords unprotected over the internet.
    """
    typed = typed.strip()
    if typed and "://" not in typed:
        host = typed.partition("/")[0].rpartition(":")[0] or typed.partition("/")[0]
        typed = f"http://{typed}" if _is_near(host) else f"https://{typed}"
    address = _checked(typed)
    parts = urlsplit(address)
    if parts.scheme == "http" and not _is_near(parts.hostname or ""):
        raise WrongSetting(
            f"{address} is not protected: please use an address that begins with https://."
        )
    return address


def _is_near(host: str) -> bool:
    """Whether the host is this computer or in the same private network."""
    if host == "localhost" or host.endswith((".localhost", ".local")):
        return True
    # Imported here: few addresses are numbers, and the first window waits for this module.
    import ipaddress  # noqa: PLC0415

    try:
        return ipaddress.ip_address(host.strip("[]")).is_private
    except ValueError:
        return False


def _preset(folder: Path | None) -> str:
    """The first line that is no comment; a damaged file is as none."""
    if folder is None:
        return ""
    try:
        lines = (folder / PRESET_NAME).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return ""
    address = next((line.strip() for line in lines if line.strip() and line[0] != "#"), "")
    try:
        return _checked(address)
    except WrongSetting as error:
        _log.warning("%s: %s", PRESET_NAME, error)
        return ""


def _checked(server: str) -> str:
    server = server.strip().rstrip("/")
    if not server:
        return ""
    try:
        parts = urlsplit(server)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
        parts.port  # noqa: B018 - reading it checks it
        # One server, one name: what is kept for it is filed under this.
        address = urlunsplit(parts._replace(netloc=parts.netloc.lower()))
    except ValueError:
        is_address, address = False, ""
    if not is_address:
        raise WrongSetting(
            f"{server} is not a server's address; it has to begin with https:// or http://."
        )
    return address
