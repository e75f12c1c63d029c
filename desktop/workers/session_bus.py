"""The desktop of a Linux session over D-Bus: notices, and progress on the app's entry in the dock.

The connection stays open: a dock takes the progress away when its sender is gone.
"""

import sys
import threading
from typing import Any

from desktop.errors import DesktopError

APP_NAME = "PlushifyMe"
DESKTOP_ENTRY = "plushifyme"
_ANSWER_S = 2.0
_DEFAULT_EXPIRY = -1


class NoSessionBus(DesktopError):
    """There is no desktop that takes notices this way."""

    code = "no_session_bus"

    def __init__(self) -> None:
        super().__init__("This desktop takes no notices.")


class SessionBus:
    """One for the app; thread-safe. Opened at its first use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: Any = None
        self._notice_id = 0

    def notify(self, title: str, text: str) -> None:
        """Show a notice; a new one takes the place of the last one.

        Raises:
            NoSessionBus: Nobody takes it.

        Source: Desktop Notifications Specification 1.3, org.freedesktop.Notifications.Notify.
        """
        with self._lock:
            jeepney, connection = self._open()
            address = jeepney.DBusAddress(
                "/org/freedesktop/Notifications",
                bus_name="org.freedesktop.Notifications",
                interface="org.freedesktop.Notifications",
            )
            hints = {"desktop-entry": ("s", DESKTOP_ENTRY), "category": ("s", "transfer.complete")}
            body: tuple[object, ...] = (
                APP_NAME, self._notice_id, DESKTOP_ENTRY, title, text, [], hints, _DEFAULT_EXPIRY,
            )  # fmt: skip
            message = jeepney.new_method_call(address, "Notify", "susssasa{sv}i", body)
            try:
                answer = connection.send_and_get_reply(message, timeout=_ANSWER_S)
            except (OSError, TimeoutError) as error:
                self._drop()
                raise NoSessionBus from error
            if answer.header.message_type is not jeepney.MessageType.method_return:
                raise NoSessionBus
            self._notice_id = int(answer.body[0])

    def show_progress(self, progress: float | None, count: int) -> None:
        """Show it on the app's entry: 0 to 1, None takes it away.

        Raises:
            NoSessionBus: There is no session.

        Source: wiki.ubuntu.com/Unity/LauncherAPI; KDE, Dash to Dock and Plank listen as well.
        """
        with self._lock:
            jeepney, connection = self._open()
            address = jeepney.DBusAddress(
                f"/com/canonical/unity/launcherentry/{DESKTOP_ENTRY}",
                interface="com.canonical.Unity.LauncherEntry",
            )
            shown = {
                "progress": ("d", progress or 0.0),
                "progress-visible": ("b", progress is not None),
                "count": ("x", count),
                "count-visible": ("b", count > 0),
            }
            body = (f"application://{DESKTOP_ENTRY}.desktop", shown)
            try:
                connection.send(jeepney.new_signal(address, "Update", "sa{sv}", body))
            except OSError as error:
                self._drop()
                raise NoSessionBus from error

    def close(self) -> None:
        """Leave the bus; nothing is shown any more."""
        with self._lock:
            self._drop()

    def _open(self) -> tuple[Any, Any]:
        """The library and the connection. Untyped: the library has no annotations to check."""
        if not sys.platform.startswith("linux"):
            raise NoSessionBus
        # Imported here: no other system has it, and the first window must not wait for it.
        import jeepney  # noqa: PLC0415 - as above
        from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415 - as above

        if self._connection is None:
            try:
                self._connection = open_dbus_connection("SESSION")
            except (OSError, LookupError, ValueError, RuntimeError) as error:
                # No address, none that answers, or none of a kind that the library knows.
                raise NoSessionBus from error
        return jeepney, self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
