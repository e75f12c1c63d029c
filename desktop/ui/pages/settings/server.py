"""Settings: which server is used."""

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import QWidget

from desktop.messages import in_own_words
from desktop.models.all import Models
from desktop.settings import WrongSetting, checked_address
from desktop.ui.pages.settings.section import Section
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_M
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.fields import Field
from desktop.ui.widgets.layouts import row


class ServerSection(Section):
    """Tells the address in use, and keeps another one for the next start."""

    def __init__(self, theme: Theme, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("ServerSection", "Server"), parent=parent)
        self._models = models
        self.address = Field(
            self.tr("Server address"),
            placeholder=self.tr("Leave it empty for the cloud on this computer"),
        )
        self.address.edit.setText(models.preferences.current.server)
        self.save_button = Button(theme, self.tr("Use from the next start"))
        line = row(spacing=SPACE_M)
        line.addWidget(self.address, 1)
        line.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.box.addLayout(line)
        self.save_button.clicked.connect(self._save)
        self.address.submitted.connect(self._save)
        models.session.state_changed.connect(self._render)
        models.session.service_changed.connect(self._render)
        models.startup.ready.connect(self._on_ready)
        self._render()

    @Slot()
    def _save(self) -> None:
        try:
            address = checked_address(self.address.value)
        except WrongSetting as error:
            self.address.complain(in_own_words(error.describe()).title)
            return
        self._models.preferences.change(server=address)
        self.address.edit.setText(address)
        self.set_caption(self.tr("Kept. It holds from the next start of the app."))

    @Slot(str)
    def _on_ready(self, _url: str) -> None:
        self._render()

    @Slot()
    def _render(self) -> None:
        service = self._models.session.service
        url = self._models.startup.server_url
        is_local = service is not None and service.local_cloud
        now = (
            self.tr("Now: the cloud on this computer, at {url}")
            if is_local
            else self.tr("Now: {url}")
        )
        self.set_caption(now.format(url=url) if url else self.tr("Not connected"))
