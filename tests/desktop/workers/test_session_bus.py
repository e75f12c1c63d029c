"""Notices and progress over a real message bus, with a desktop that writes down what it hears."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from desktop.workers.session_bus import NoSessionBus, SessionBus

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("dbus-daemon") is None,
    reason="there is no message bus on this computer",
)


class Desktop:
    """Takes notices as a notification daemon does, and listens as a dock does."""

    def __init__(self) -> None:
        from jeepney import MatchRule  # noqa: PLC0415 - Linux only
        from jeepney.bus_messages import message_bus  # noqa: PLC0415 - as above
        from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415 - as above

        self.heard: list[Any] = []
        self.is_told = threading.Semaphore(0)
        self._connection = open_dbus_connection("SESSION")
        self._connection.send_and_get_reply(
            message_bus.RequestName("org.freedesktop.Notifications")
        )
        rule = MatchRule(type="signal", interface="com.canonical.Unity.LauncherEntry")
        self._connection.send_and_get_reply(message_bus.AddMatch(rule))
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        from jeepney import MessageType, new_method_return  # noqa: PLC0415 - Linux only

        while True:
            try:
                message = self._connection.receive()
            except (OSError, ValueError):
                return
            is_call = message.header.message_type is MessageType.method_call
            if not is_call and not str(message.header.fields.get(2, "")).startswith(
                "com.canonical"
            ):
                continue
            # Before the reply: whoever has it looks at what was heard.
            self.heard.append(message.body)
            self.is_told.release()
            if is_call:
                self._connection.send(new_method_return(message, "u", (7,)))


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    with subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ},
    ) as daemon:
        assert daemon.stdout is not None
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
        made = Desktop()
        yield made
        daemon.terminate()
        made._thread.join(10)
        made._connection.close()


def test_a_notice_is_shown_and_the_next_one_takes_its_place(desktop: Desktop) -> None:
    bus = SessionBus()

    bus.notify("Your plushie is ready", "Come and see.")
    bus.notify("3 plushies are ready", "Come and see.")
    bus.close()

    first, second = desktop.heard
    assert first[:5] == ("PlushifyMe", 0, "plushifyme", "Your plushie is ready", "Come and see.")
    assert second[1] == 7


def test_progress_is_told_to_the_dock_and_taken_away(desktop: Desktop) -> None:
    bus = SessionBus()

    bus.show_progress(0.4, 2)
    bus.show_progress(None, 0)
    for _ in range(2):
        assert desktop.is_told.acquire(timeout=15)
    bus.close()

    [(entry, shown), (_, gone)] = desktop.heard
    assert entry == "application://plushifyme.desktop"
    assert shown["progress"] == ("d", 0.4)
    assert shown["count"] == ("x", 2)
    assert gone["progress-visible"] == ("b", False)


def test_without_a_session_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)

    with pytest.raises(NoSessionBus):
        SessionBus().notify("Hello", "")
