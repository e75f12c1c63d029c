"""While the person signs in with Google in the browser."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from desktop.models.google_sign_in import GoogleSignInModel
from desktop.ui.browser import open_in_browser
from desktop.ui.pages.sign_in.form_card import FormCard
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_M, SPACE_XS
from desktop.ui.widgets.layouts import column
from desktop.ui.widgets.text import Text, TextRole


class GoogleCard(FormCard):
    """Follows the Google model: opens the browser, also for the sheet that asks again, and waits."""

    def __init__(
        self, theme: Theme, google: GoogleSignInModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "", parent=parent)
        self._google = google
        self.title.setText(self.tr("Go on in your browser"))
        self.subtitle.setText(
            self.tr("Sign in with Google there. The page shows this code before it lets you in:")
        )
        self._code = Text(role=TextRole.TITLE).centre()
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        well = QFrame()
        well.setObjectName("well")
        inside = column(well, spacing=SPACE_XS, margin=SPACE_M)
        inside.addWidget(self._code)
        self.box.addWidget(well)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(self.tr("Waiting for the browser"))
        self.box.addWidget(bar)
        self.add_submit(self.tr("Open the page again"))
        self.copy_button = self.add_button(self.tr("Copy its address"), icon="copy")
        self.cancel_button = self.add_foot("", self.tr("Cancel"))
        self.cancel_button.clicked.connect(google.cancel)
        self.copy_button.clicked.connect(self._copy)
        google.changed.connect(self._render)
        google.browser_wanted.connect(self._open)
        self._render()

    @property
    def code(self) -> str:
        """What is to be compared."""
        return self._code.text()

    def submit(self) -> None:
        """Open the page once more."""
        self._open(self._google.url)

    @Slot(str)
    def _open(self, url: str) -> None:
        if open_in_browser(url):
            self.notice.clear()
        else:
            self.notice.tell(
                "warning",
                self.tr("No browser opened."),
                self.tr("Please copy the address and open it yourself."),
                icon="warning",
            )

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._google.url)
        self.copy_button.setText(self.tr("Copied"))

    @Slot()
    def _render(self) -> None:
        self._code.setText(self._google.match_code)
        self.copy_button.setText(self.tr("Copy its address"))
