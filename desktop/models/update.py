"""Whether there is a newer app, or this one is too old for the server."""

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop.models.session import SessionModel
from desktop.storage.preferences import PreferencesStore
from shared.version import VERSION, version_numbers

if TYPE_CHECKING:
    from shared.service import ClientVersions


class UpdateState(Enum):
    """How this app stands to the server it talks to."""

    CURRENT = auto()
    OFFERED = auto()
    """There is a newer one, and it was not told of yet."""
    TOLD = auto()
    """There is a newer one; the person knows."""
    REQUIRED = auto()
    """The server does not serve this one any more."""


class UpdateModel(QObject):
    """Listens to what the server says of the app. A server that says nothing is content.

    Signals:
        changed(): `state`, `newest` or `download_url` is new.
    """

    changed = Signal()

    def __init__(
        self,
        session: SessionModel,
        preferences: PreferencesStore,
        parent: QObject | None = None,
        *,
        version: str = VERSION,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._preferences = preferences
        self._version = version
        self._state = UpdateState.CURRENT
        self._newest = ""
        self._download_url = ""
        session.service_changed.connect(self._on_service_changed)

    @property
    def state(self) -> UpdateState:
        """How this app stands to the server."""
        return self._state

    @property
    def version(self) -> str:
        """This app's own version."""
        return self._version

    @property
    def newest(self) -> str:
        """The newest version that the server knows of; "" when it says nothing."""
        return self._newest

    @property
    def download_url(self) -> str:
        """Where to get it; "" when the server does not say."""
        return self._download_url

    def mark_told(self) -> None:
        """The person knows of this version: not again."""
        if self._state is UpdateState.OFFERED:
            self._preferences.change(told_version=self._newest)
            self._set(UpdateState.TOLD)

    @Slot()
    def _on_service_changed(self) -> None:
        service = self._session.service
        if service is None:
            return
        self._newest = service.client.newest
        self._download_url = _web_address(service.client.download_url)
        self._set(self._state_for(service.client))

    def _state_for(self, client: "ClientVersions") -> UpdateState:
        if _is_newer(client.oldest, self._version):
            return UpdateState.REQUIRED
        if not _is_newer(client.newest, self._version):
            return UpdateState.CURRENT
        if self._preferences.current.told_version == client.newest:
            return UpdateState.TOLD
        return UpdateState.OFFERED

    def _set(self, state: UpdateState) -> None:
        self._state = state
        self.changed.emit()


def _is_newer(version: str, than: str) -> bool:
    try:
        return bool(version) and version_numbers(version) > version_numbers(than)
    except ValueError:  # a server from whom no version can be learned is as one that says nothing
        return False


def _web_address(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""
