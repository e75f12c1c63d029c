"""Settings: the version, who makes the pictures, and the list of shortcuts."""

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import QWidget

from desktop.models.session import SessionModel
from desktop.ui.pages.settings.section import Section
from desktop.ui.theme.theme import Theme
from desktop.ui.widgets.buttons import Button, ButtonKind
from shared.version import VERSION


class AboutSection(Section):
    """Follows the session's service."""

    def __init__(self, theme: Theme, session: SessionModel, parent: QWidget | None = None) -> None:
        name = QCoreApplication.translate("AboutSection", "PlushifyMe {version}")
        super().__init__(name.format(version=VERSION), parent=parent)
        self._session = session
        self.shortcuts_button = Button(
            theme, self.tr("Keyboard shortcuts (F1)"), ButtonKind.LINK, icon="keyboard"
        )
        self.box.addWidget(self.shortcuts_button, 0, Qt.AlignmentFlag.AlignLeft)
        session.service_changed.connect(self._render)
        session.state_changed.connect(self._render)
        self._render()

    @Slot()
    def _render(self) -> None:
        service = self._session.service
        if service is None:
            self.set_caption("")
        elif service.engine == "draft":
            self.set_caption(
                self.tr("Pictures are made by the draft engine: quick, offline, and a first idea.")
            )
        else:
            self.set_caption(self.tr("Pictures are made by OpenAI's image models."))
