"""Settings: the version, who makes the pictures, help, and whose works come with the app."""

from PySide6.QtCore import QCoreApplication, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.models.all import Models
from desktop.models.update import UpdateState
from desktop.ui.browser import open_in_browser
from desktop.ui.licences_sheet import LicencesSheet
from desktop.ui.pages.settings.section import Section
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_S
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.layouts import row
from shared.version import VERSION


class AboutSection(Section):
    """Follows the session's service, and news of the app."""

    def __init__(self, theme: Theme, models: Models, parent: QWidget | None = None) -> None:
        name = QCoreApplication.translate("AboutSection", "PlushifyMe {version}")
        super().__init__(name.format(version=VERSION), parent=parent)
        self._theme = theme
        self._models = models
        self._session = models.session
        self.update_button = Button(theme, "", icon="download-simple")
        self.update_button.hide()
        self.shortcuts_button = Button(
            theme, self.tr("Keyboard shortcuts (F1)"), ButtonKind.LINK, icon="keyboard"
        )
        self.logs_button = Button(
            theme, self.tr("Open the log folder"), ButtonKind.LINK, icon="folder-open"
        )
        self.licences_button = Button(theme, self.tr("Licences"), ButtonKind.LINK, icon="info")
        self.set_control(self.update_button)
        links = row(spacing=SPACE_S)
        for button in (self.shortcuts_button, self.logs_button, self.licences_button):
            links.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        links.addStretch()
        self.box.addLayout(links)
        self.update_button.clicked.connect(self._get_update)
        self.logs_button.clicked.connect(self._open_logs)
        self.licences_button.clicked.connect(self._show_licences)
        self._session.service_changed.connect(self._render)
        self._session.state_changed.connect(self._render)
        models.update.changed.connect(self._render)
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
        update = self._models.update
        is_offered = update.state is not UpdateState.CURRENT and bool(update.download_url)
        self.update_button.setText(self.tr("Get {version}").format(version=update.newest))
        self.update_button.setVisible(is_offered)

    @Slot()
    def _get_update(self) -> None:
        open_in_browser(self._models.update.download_url)

    @Slot()
    def _open_logs(self) -> None:
        folder = self._models.folders.logs
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    @Slot()
    def _show_licences(self) -> None:
        sheet = LicencesSheet(self._theme, self.window())
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()
