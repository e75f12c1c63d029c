"""The session token of each server, in the system's key ring."""

import json
import logging
from dataclasses import asdict, dataclass
from typing import Protocol

_SERVICE = "PlushifyMe"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoredSession:
    """Who is signed in at a server: enough to open the app without asking it."""

    token: str
    user_json: str
    """A `shared.accounts.User`."""


class KeyRing(Protocol):
    """The part of `keyring` that is needed."""

    def get_password(self, service_name: str, username: str) -> str | None:
        """Read."""
        ...

    def set_password(self, service_name: str, username: str, password: str) -> None:
        """Write."""
        ...

    def delete_password(self, service_name: str, username: str) -> None:
        """Remove."""
        ...


class TokenStore:
    """Keeps sessions in the key ring; without one, in memory only, and says so.

    Every call may ask the person for a password, so none of it belongs on the UI thread.
    """

    def __init__(self, key_ring: KeyRing) -> None:
        self._key_ring = key_ring
        self._memory: dict[str, StoredSession] = {}

    def load(self, server: str) -> StoredSession | None:
        """The session at this server, if there is one."""
        if server in self._memory:
            return self._memory[server]
        try:
            stored = self._key_ring.get_password(_SERVICE, server)
        except Exception as error:  # noqa: BLE001 - each system's key ring has errors of its own
            _log.info("There is no key ring: %r", error)
            return None
        if not stored:
            return None
        try:
            fields = json.loads(stored)
            return StoredSession(token=str(fields["token"]), user_json=str(fields["user_json"]))
        except (ValueError, KeyError, TypeError):
            return None

    def save(self, server: str, session: StoredSession) -> bool:
        """Keep it. False: only until the app closes, as this computer has no key ring."""
        try:
            self._key_ring.set_password(_SERVICE, server, json.dumps(asdict(session)))
            kept = self._key_ring.get_password(_SERVICE, server) is not None
        except Exception as error:  # noqa: BLE001 - each system's key ring has errors of its own
            _log.info("The key ring took nothing: %r", error)
            kept = False
        if kept:
            self._memory.pop(server, None)
        else:
            self._memory[server] = session
        return kept

    def forget(self, server: str) -> None:
        """Remove it from everywhere."""
        self._memory.pop(server, None)
        try:
            self._key_ring.delete_password(_SERVICE, server)
        except Exception as error:  # noqa: BLE001 - a missing entry is an error in some key rings
            _log.debug("Nothing to remove from the key ring: %r", error)
