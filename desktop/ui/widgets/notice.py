"""A banner: what happened, whether it cost a credit, and what to do next."""

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QWidget

from desktop.errors import AppError
from desktop.messages import in_own_words
from desktop.ui.announce import announce
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_M, SPACE_S, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.text import Text, TextRole, restyle

_ICONS = {"error": "warning-circle", "warning": "wifi-slash", "info": "info", "ok": "check-circle"}
_TOKENS = {"error": "error", "warning": "warning", "info": "muted", "ok": "ok"}


class Notice(QFrame):
    """Hidden until something is told.

    Signals:
        dismissed(): The person closed it.
        acted(): The person pressed the offered action.
    """

    dismissed = Signal()
    acted = Signal()

    def __init__(
        self, theme: Theme, *, can_close: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._error: AppError | None = None
        self._icon = IconLabel(theme, "info")
        self._title = Text(role=TextRole.STRONG, wraps=True)
        self._detail = Text(wraps=True)
        self.copy_button = Button(theme, self.tr("Copy details"), ButtonKind.LINK)
        self.copy_button.setToolTip(
            self.tr("Copies the error's code and id, for a message to support")
        )
        self._id = Text(role=TextRole.SMALL, tone="muted")
        self._id.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button.clicked.connect(self._copy_details)
        self.action_button = Button(theme, "", ButtonKind.LINK)
        self.action_button.clicked.connect(self.acted)
        self.action_button.hide()
        self.close_button = IconButton(theme, "x", self.tr("Close this message"))
        self.close_button.clicked.connect(self._dismiss)
        if not can_close:
            # Never setVisible(True) here: without its parent yet, it would flash up as a window.
            self.close_button.hide()

        words = column(spacing=2)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        links = row(spacing=SPACE_S)
        links.addWidget(self.action_button)
        links.addWidget(self.copy_button)
        links.addWidget(self._id)
        links.addStretch()
        words.addLayout(links)
        words.addStretch()
        mark = column()
        mark.addWidget(self._icon)
        mark.addStretch()
        box = row(self, spacing=SPACE_M)
        box.addLayout(mark)
        box.addLayout(words, 1)
        box.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        # Icon, first line and cross stand on one line, whichever of them is the highest.
        line = self._title.fontMetrics().height()
        heights = [line, self._icon.height()]
        if can_close:
            heights.append(self.close_button.sizeHint().height())
        highest = max(heights)
        mark.setContentsMargins(0, (highest - self._icon.height()) // 2, 0, 0)
        words.setContentsMargins(0, (highest - line) // 2, 0, (highest - line) // 2)
        around = SPACE_XS if can_close else SPACE_S
        box.setContentsMargins(SPACE_M, around, SPACE_S, around)
        self.hide()

    @property
    def error(self) -> AppError | None:
        """The error that is told, if it is one."""
        return self._error

    @property
    def text(self) -> str:
        """Everything it says."""
        return f"{self._title.text()} {self._detail.text()}".strip()

    @property
    def id_text(self) -> str:
        """The id that finds the failure in the server's logs; "" when it has none."""
        return "" if self._id.isHidden() else self._id.text()

    def tell_error(self, error: AppError, action: str = "") -> None:
        """Tell of a failure, with an action to offer."""
        error = in_own_words(error)
        detail = " ".join(part for part in (error.charged, error.advice) if part)
        self._show("error", error.title, detail, action)
        self._error = error
        self.copy_button.setText(self.tr("Copy details"))
        self.copy_button.show()
        self._id.setText(error.request_id or "")
        self._id.setVisible(bool(error.request_id))

    def tell(
        self, kind: str, title: str, detail: str = "", action: str = "", *, icon: str = ""
    ) -> None:
        """Tell of something that is not a failure; kind is info, ok or warning."""
        self._show(kind, title, detail, action)
        if icon:
            self._icon.set_icon(icon, _TOKENS[kind])

    def clear(self) -> None:
        """Nothing to tell any more."""
        self._error = None
        self.hide()

    def _show(self, kind: str, title: str, detail: str, action: str) -> None:
        self._error = None
        self._icon.set_icon(_ICONS[kind], _TOKENS[kind])
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.action_button.setText(action)
        self.action_button.setVisible(bool(action))
        self.copy_button.hide()
        self._id.hide()
        self.setProperty("notice", kind)
        is_new = self.isHidden() or self.accessibleName() != f"{title} {detail}".strip()
        self.setAccessibleName(f"{title} {detail}".strip())
        if is_new:
            announce(self, self.accessibleName())
        restyle(self)
        self.show()

    @Slot()
    def _dismiss(self) -> None:
        self.clear()
        self.dismissed.emit()

    @Slot()
    def _copy_details(self) -> None:
        if self._error is not None:
            QGuiApplication.clipboard().setText(error_details(self._error))
            self.copy_button.setText(self.tr("Copied"))


def error_details(error: AppError) -> str:
    """What helps support to find a failure."""
    version = QCoreApplication.applicationVersion()
    lines = [error.text, f"code: {error.code}", f"request: {error.request_id or '-'}"]
    return "\n".join([*lines, f"app: {version}"] if version else lines)
