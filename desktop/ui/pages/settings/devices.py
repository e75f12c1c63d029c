"""Settings: where this person is signed in."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.errors import AppError
from desktop.models.devices import DevicesModel
from desktop.ui.dates import ago
from desktop.ui.pages.settings.section import Section
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_M
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.text import Text, TextRole

if TYPE_CHECKING:
    from shared.accounts import Device

_OF_APPS = ", desktop app"
"""How the device names end that `workers/sessions.py` makes."""


class DeviceLine(QWidget):
    """One of them.

    Signals:
        sign_out_wanted(str): The session's id.
    """

    sign_out_wanted = Signal(str)

    def __init__(
        self, theme: Theme, device: "Device", now: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session_id = device.id
        name = self._name_of(device.device)
        seen = ago(device.last_seen_at, now)
        words = column(spacing=2)
        words.addWidget(Text(name))
        self.seen = Text(
            self.tr("This computer") if device.is_current else seen,
            TextRole.SMALL,
            "ok" if device.is_current else "muted",
        )
        words.addWidget(self.seen)
        box = row(self, spacing=SPACE_M)
        box.addWidget(IconLabel(theme, "monitor", "muted", size_px=24))
        box.addLayout(words, 1)
        self.sign_out_button = Button(theme, self.tr("Sign out"), ButtonKind.QUIET)
        self.sign_out_button.setAccessibleName(
            self.tr("Sign out {device}, {seen}").format(device=name, seen=seen)
        )
        self.sign_out_button.clicked.connect(self._on_clicked)
        box.addWidget(self.sign_out_button)
        if device.is_current:
            # That is what "Sign out" at the top of the page does.
            self.sign_out_button.hide()

    def _name_of(self, told: str) -> str:
        """What the device told of itself when somebody signed in there; apps say it in English."""
        system = told.removesuffix(_OF_APPS)
        if system != told:
            return self.tr("{system}, desktop app").format(system=system)
        return told or self.tr("Unknown device")

    @Slot()
    def _on_clicked(self) -> None:
        self.sign_out_wanted.emit(self.session_id)


class DevicesSection(Section):
    """Asks for the list each time it comes into view."""

    def __init__(self, theme: Theme, devices: DevicesModel, parent: QWidget | None = None) -> None:
        say = QCoreApplication.translate
        super().__init__(
            say("DevicesSection", "Signed-in devices"),
            say("DevicesSection", "Sign out what you do not know, and change your password."),
            parent,
        )
        self._theme = theme
        self._devices = devices
        self._lines: list[DeviceLine] = []
        self.notice = Notice(theme)
        self._list = column(spacing=SPACE_M)
        self.everywhere_button = Button(theme, self.tr("Sign out everywhere"))
        self.box.addLayout(self._list)
        self.box.addWidget(self.notice)
        self.set_control(self.everywhere_button)
        self.everywhere_button.clicked.connect(devices.sign_out_everywhere)
        devices.changed.connect(self._render)
        devices.failed.connect(self._on_failed)
        self.notice.acted.connect(devices.load)
        self._render()

    @property
    def lines(self) -> list[DeviceLine]:
        """One for each device."""
        return list(self._lines)

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks: ask anew."""
        super().showEvent(event)
        self._devices.load()

    @Slot()
    def _render(self) -> None:
        for line in self._lines:
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
        now = datetime.now(UTC)
        self._lines = [DeviceLine(self._theme, each, now) for each in self._devices.devices]
        for line in self._lines:
            line.sign_out_wanted.connect(self._devices.sign_out)
            line.sign_out_button.setEnabled(not self._devices.is_busy)
            self._list.addWidget(line)
        self.everywhere_button.setEnabled(not self._devices.is_busy)
        if self._devices.is_busy:
            self.notice.clear()

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        if not error.ends_session:
            self.notice.tell_error(error, self.tr("Try again"))
