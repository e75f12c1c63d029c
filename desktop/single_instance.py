"""One window for each account and data folder: a second start brings the first one to the front."""

import hashlib
import json
import logging
import os
from pathlib import Path

from PySide6.QtCore import QDir, QLockFile, QObject, QThread, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ANSWER_MS = 2_000
_TRIES = 6
_PAUSE_MS = 300
_MOST_BYTES = 64 * 1024
_DONE = b"ok\n"
_LONGEST_SOCKET_PATH = 90
"""Bytes: macOS takes 104, Linux 108, and Qt makes a socket in a folder of its own first."""
_log = logging.getLogger(__name__)


class SingleInstance(QObject):
    """Either the first start of this person, folder and server, or one that asks the first.

    A lock file says who is first; it is void as soon as its process is gone, however that ended. The
    first one listens on a local socket (a named pipe on Windows), which nobody else may open.

    Signals:
        asked(list): Another start handed over its words: photos, or a link. Also without any.
    """

    asked = Signal(list)

    def __init__(self, folder: Path, server_name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = _name(folder, server_name)
        self._address = _address(self._name)
        self._lock = _lock(folder, self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        self._heard: dict[QLocalSocket, bytearray] = {}

    def claim(self, words: list[str]) -> bool:
        """Become the first, or hand the words over to whoever is.

        Returns:
            False: another window has taken the words, and this start should end. True also when
            the other one does not answer: then there are two windows rather than none.
        """
        for _ in range(_TRIES):
            if self._lock.tryLock(0):
                self._listen()
                return True
            if self._hand_over(words):
                return False
            # It is just starting, or just ending.
            QThread.msleep(_PAUSE_MS)
        _log.warning("Another window holds the lock and does not answer")
        return True

    def stop_listening(self) -> None:
        """The window closes: the next start waits until it is the first."""
        self._server.close()

    def release(self) -> None:
        """Everything is closed: the next start is the first."""
        self._server.close()
        self._lock.unlock()

    def _listen(self) -> None:
        # Who holds the lock may remove a socket that a crash has left.
        QLocalServer.removeServer(self._address)
        if not self._server.listen(self._address):
            _log.warning("Other starts cannot be heard: %s", self._server.errorString())

    def _hand_over(self, words: list[str]) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._address)
        if not socket.waitForConnected(_ANSWER_MS // _TRIES):
            return False
        socket.write(json.dumps(words).encode() + b"\n")
        answer = b""
        while not answer.endswith(_DONE) and socket.waitForReadyRead(_ANSWER_MS):
            answer += bytes(socket.readAll().data())
        socket.disconnectFromServer()
        return answer.endswith(_DONE)

    @Slot()
    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            self._heard[socket] = bytearray()
            socket.readyRead.connect(self._on_heard)
            socket.disconnected.connect(self._on_left)

    @Slot()
    def _on_heard(self) -> None:
        for socket in list(self._heard):
            heard = self._heard[socket]
            heard.extend(socket.readAll().data())
            if len(heard) > _MOST_BYTES:
                socket.abort()
            elif heard.endswith(b"\n"):
                words = _words(bytes(heard))
                heard.clear()
                socket.write(_DONE)
                socket.flush()
                self.asked.emit(words)

    @Slot()
    def _on_left(self) -> None:
        gone = QLocalSocket.LocalSocketState.UnconnectedState
        for socket in [each for each in self._heard if each.state() is gone]:
            del self._heard[socket]
            socket.deleteLater()


def _name(folder: Path, server_name: str) -> str:
    """One for each person, folder and server; short, as it becomes a path on some systems."""
    person = os.environ.get("USERNAME", "") if os.name == "nt" else str(os.getuid())
    key = "\n".join((person, str(folder.absolute()), server_name))
    return f"plushifyme-{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def _address(name: str) -> str:
    """Where the socket is: Qt puts it among the temporary files, unless their folder lies too deep."""
    path = os.fsencode(QDir(QDir.tempPath()).filePath(name))
    return f"/tmp/{name}" if os.name != "nt" and len(path) > _LONGEST_SOCKET_PATH else name  # noqa: S108 - open to its owner alone


def _lock(folder: Path, name: str) -> QLockFile:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _log.warning("There is no folder for the lock: %s", error)
    lock = QLockFile(str(folder / f"{name}.lock"))
    # Only the end of its process voids it, never its age: windows stay open for weeks.
    lock.setStaleLockTime(0)
    return lock


def _words(message: bytes) -> list[str]:
    try:
        found = json.loads(message)
    except ValueError:
        return []
    return [word for word in found if isinstance(word, str)] if isinstance(found, list) else []
