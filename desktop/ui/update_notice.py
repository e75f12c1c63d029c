"""The banner that tells once of a newer app."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QWidget

from desktop.models.update import UpdateModel, UpdateState
from desktop.ui.browser import open_in_browser
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M
from desktop.ui.widgets.layouts import row
from desktop.ui.widgets.notice import Notice


class UpdateNotice(QFrame):
    """Above all pages, until it is closed or its link was used."""

    def __init__(self, theme: Theme, update: UpdateModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._update = update
        self.notice = Notice(theme)
        box = row(self)
        box.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, 0)
        box.addWidget(self.notice)
        self.hide()
        self.notice.acted.connect(self._open)
        self.notice.dismissed.connect(update.mark_told)
        update.changed.connect(self._render)
        self._render()

    @Slot()
    def _render(self) -> None:
        if self._update.state is not UpdateState.OFFERED:
            self.notice.clear()
            self.hide()
            return
        self.notice.tell(
            "info",
            self.tr("PlushifyMe {version} is there.").format(version=self._update.newest),
            self.tr("You have {version}.").format(version=self._update.version),
            self.tr("Get it") if self._update.download_url else "",
        )
        self.show()

    @Slot()
    def _open(self) -> None:
        open_in_browser(self._update.download_url)
        self._update.mark_told()
