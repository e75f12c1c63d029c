"""One message with its colour, its action and, for failures, the id to copy."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.errors import AppError
from desktop.ui.theme.icons import icon_pixmap
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import RADIUS_CARD, SPACE_M, SPACE_S, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from desktop.ui.widgets.text import Text, TextRole

_ICON_PX = 24


class Mood(Enum):
    """What kind of message it is: colour of the ground, colour and name of the icon."""

    GOOD = ("ok_soft", "ok", "check-circle-fill")
    HINT = ("warning_soft", "warning", "info-fill")
    BAD = ("error_soft", "error", "warning-circle-fill")

    @property
    def ground(self) -> str:
        """The token of the ground."""
        return self.value[0]

    @property
    def ink(self) -> str:
        """The token of icon and edge."""
        return self.value[1]

    @property
    def icon(self) -> str:
        """The icon's name."""
        return self.value[2]


class Notice(QWidget):
    """What happened, whether it cost a credit, what to do.

    Signals:
        closed(): The person has read it, or used its action.
    """

    closed = Signal()

    def __init__(
        self, theme: Theme, *, can_close: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mood = Mood.BAD
        self._request_id = ""
        self._on_action: Callable[[], None] | None = None
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._title = Text("", TextRole.STRONG, wraps=True)
        self._body = Text("", wraps=True)
        self._id = Text("", TextRole.SMALL, "muted")
        self._id.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = Button(theme, "", ButtonKind.LINK)
        self._copy = Button(theme, self.tr("Copy the id"), ButtonKind.LINK, icon="copy")
        self._close = IconButton(theme, "x", self.tr("Close this message"))
        self._close.setVisible(can_close)
        self._can_close = can_close
        self._lay_out()
        self._action.clicked.connect(self._on_action_clicked)
        self._copy.clicked.connect(self._on_copy_clicked)
        self._close.clicked.connect(self.dismiss)
        theme.changed.connect(self._repaint_icon)
        self.hide()

    @property
    def text(self) -> str:
        """All that it says."""
        return " ".join(part for part in (self._title.text(), self._body.text()) if part)

    @property
    def action_button(self) -> Button:
        """What can be done about it."""
        return self._action

    @property
    def copy_button(self) -> Button:
        """Puts the request's id on the clipboard."""
        return self._copy

    def show_error(
        self,
        error: AppError,
        action: str = "",
        on_action: Callable[[], None] | None = None,
    ) -> None:
        """Tell of a failure."""
        body = " ".join(part for part in (error.charged, error.advice) if part)
        self._request_id = error.request_id or ""
        self._tell(Mood.BAD, error.title, body, action, on_action)

    def show_message(
        self,
        mood: Mood,
        title: str,
        body: str = "",
        action: str = "",
        on_action: Callable[[], None] | None = None,
    ) -> None:
        """Tell of anything else."""
        self._request_id = ""
        self._tell(mood, title, body, action, on_action)

    @Slot()
    def dismiss(self) -> None:
        """Close it."""
        self.hide()
        self.closed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A soft ground with a thin edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        edge = QColor(getattr(tokens, self._mood.ink))
        edge.setAlphaF(0.4)
        painter.setPen(edge)
        painter.setBrush(QColor(getattr(tokens, self._mood.ground)))
        painter.drawRoundedRect(
            self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CARD, RADIUS_CARD
        )

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(SPACE_XS)
        texts.setContentsMargins(0, 2, 0, 0)
        texts.addWidget(self._title)
        texts.addWidget(self._body)
        texts.addWidget(self._id)
        actions = QHBoxLayout()
        actions.setContentsMargins(0, 0, 0, 0)
        actions.setSpacing(SPACE_S)
        actions.addWidget(self._action)
        actions.addWidget(self._copy)
        actions.addStretch()
        texts.addLayout(actions)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_M, SPACE_M, SPACE_S, SPACE_M)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self._icon)
        layout.addLayout(texts, 1)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def _tell(
        self,
        mood: Mood,
        title: str,
        body: str,
        action: str,
        on_action: Callable[[], None] | None,
    ) -> None:
        self._mood = mood
        self._title.setText(title)
        self._body.setText(body)
        self._body.setVisible(bool(body))
        self._id.setText(self.tr("Id: {id}").format(id=self._request_id))
        self._id.setVisible(bool(self._request_id))
        self._copy.setVisible(bool(self._request_id))
        self._copy.setText(self.tr("Copy the id"))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._on_action = on_action
        self.setAccessibleName(self.text)
        self._repaint_icon()
        self.show()
        self.updateGeometry()

    @Slot()
    def _on_action_clicked(self) -> None:
        act = self._on_action
        self.dismiss()
        if act is not None:
            act()

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._request_id)
        self._copy.setText(self.tr("Copied"))

    @Slot()
    def _repaint_icon(self) -> None:
        colour = str(getattr(self._theme.tokens, self._mood.ink))
        pixmap = icon_pixmap(self._mood.icon, colour, _ICON_PX, self.devicePixelRatioF())
        self._icon.setPixmap(pixmap)
        self.update()
