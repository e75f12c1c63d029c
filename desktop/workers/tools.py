"""What work on worker threads uses: each tool is opened there, at its first use.

Importing the HTTP client, pydantic and the key ring takes longer than opening the window, and
building the client reads the system's certificates. So the window comes first.
"""

# ruff: noqa: PLC0415 - see above: these imports belong to the worker threads

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.errors import Cancelled
from desktop.storage.folders import Folders
from desktop.storage.preferences import Preferences

if TYPE_CHECKING:
    from desktop.api.client import ApiClient
    from desktop.storage.token_store import KeyRing, TokenStore
    from desktop.workers.account_files import Account
    from desktop.workers.session_bus import SessionBus


@dataclass(frozen=True, slots=True)
class Server:
    """Which server to talk to.

    `name` stays the same while the address may change: the local cloud gets a new port each time.
    Without a `url` the address is not known yet: whoever wants to ask the server waits for it.
    """

    url: str
    name: str


class Tools:
    """One for the app; thread-safe."""

    def __init__(self, folders: Folders, *, key_ring: "KeyRing | None" = None) -> None:
        self.folders = folders
        self._key_ring = key_ring
        self._lock = threading.RLock()
        self._server: Server | None = None
        self._client: ApiClient | None = None
        self._token: str | None = None
        self._retired_clients: list[ApiClient] = []
        self._tokens: TokenStore | None = None
        self._account: Account | None = None
        self._retired_accounts: list[Account] = []
        self._session_bus: SessionBus | None = None
        self._is_closed = False
        self._is_address_known = threading.Event()
        self.budget_bytes = Preferences().cache_budget_mb * 1024**2
        """So much may copies of pictures take, from the next sign-in on."""

    def use_server(self, server: Server) -> None:
        """Talk to this server from now on; whoever was signed in elsewhere is not here."""
        with self._lock:
            if not self.awaits(server.name):
                self.leave_account()
            self._server = server
        if server.url:
            self._is_address_known.set()
        else:
            self._is_address_known.clear()

    def awaits(self, server_name: str) -> bool:
        """Whether this server was chosen, and its address is not known yet."""
        server = self._server
        return server is not None and server.name == server_name and not server.url

    @property
    def server(self) -> Server:
        """The chosen server."""
        if self._server is None:
            raise Cancelled
        return self._server

    @property
    def client(self) -> "ApiClient":
        """The server's client, built at its first use; waits until the address is known.

        Raises:
            Cancelled: The app closes, or there is no server yet.
        """
        if self._server is not None:
            self._is_address_known.wait()
        with self._lock:
            if self._is_closed:
                raise Cancelled
            if self._client is None:
                from desktop.api.client import ApiClient

                self._client = ApiClient(self.server.url)
                self._client.token = self._token
            return self._client

    @property
    def tokens(self) -> "TokenStore":
        """The stored sessions."""
        with self._lock:
            if self._tokens is None:
                from desktop.storage.token_store import TokenStore

                self._tokens = TokenStore(self._key_ring or _system_key_ring())
            return self._tokens

    @property
    def session_bus(self) -> "SessionBus":
        """The desktop's message bus."""
        with self._lock:
            if self._session_bus is None:
                from desktop.workers.session_bus import SessionBus

                self._session_bus = SessionBus()
            return self._session_bus

    @property
    def account(self) -> "Account":
        """The signed-in person's things.

        Raises:
            Cancelled: Nobody is signed in any more.
        """
        account = self._account
        if account is None:
            raise Cancelled
        return account

    def enter_account(self, user_id: str, token: str) -> None:
        """Somebody has signed in."""
        from desktop.workers.account_files import open_account

        folders = self.folders.account(self.server.name, user_id)
        with self._lock:
            # The gallery opens before the client is built, which takes as long as all the rest.
            self._token = token
            if self._client is not None:
                self._client.token = token
            if self._account is not None and self._account.user_id == user_id:
                # The same person with a new session: what is under way stays theirs.
                return
            self._retire_account()
            self._account = open_account(user_id, folders, self.budget_bytes)

    def lapse(self) -> None:
        """The session has ended, but its person stays: nothing more is asked in their name."""
        with self._lock:
            self._token = None
            if self._client is not None:
                self._client.token = None

    def leave_account(self) -> None:
        """Nobody is signed in: whatever is still under way for that person returns at once."""
        with self._lock:
            self._retire_account()
            self._token = None
            if self._client is not None:
                self._client.line.interrupt()
                self._retired_clients.append(self._client)
                self._client = None

    def interrupt(self) -> None:
        """The app closes: every request under way returns at once, and none follows."""
        with self._lock:
            self._is_closed = True
            client = self._client
        self._is_address_known.set()
        if client is not None:
            client.line.interrupt()

    def close(self) -> None:
        """Close connections and files; no thread uses them any more."""
        self._retire_account()
        for account in self._retired_accounts:
            account.close()
        for client in (*self._retired_clients, self._client):
            if client is not None:
                client.line.close()
        if self._session_bus is not None:
            self._session_bus.close()

    def _retire_account(self) -> None:
        """Threads may still be at work with it: its files are closed at the end."""
        if self._account is not None:
            self._retired_accounts.append(self._account)
            self._account = None


def _system_key_ring() -> "KeyRing":
    import keyring

    return keyring
