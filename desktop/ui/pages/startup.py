"""The first page: the cloud on this computer starts, or says why it did not; or an address is asked."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.errors import AppError
from desktop.messages import in_own_words, translated
from desktop.models.startup import StartupModel
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_S, SPACE_XL
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.fields import Field
from desktop.ui.widgets.illustration import Illustration
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.notice import error_details
from desktop.ui.widgets.text import Text, TextRole

_STEPS = 1000
_WIDTH_PX = 480
_ADDRESS_WIDTH_PX = 400


class StartupPage(QWidget):
    """Follows the startup model."""

    def __init__(self, theme: Theme, startup: StartupModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._startup = startup
        self._error: AppError | None = None
        self._drawing = Illustration(theme, "sewing", QSize(340, 280))
        self._title = Text(role=TextRole.TITLE, wraps=True).centre()
        self._message = Text(tone="muted", wraps=True).centre()
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._message.setMinimumWidth(_WIDTH_PX)
        self._title.setMinimumWidth(_WIDTH_PX)
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(320)
        self._bar.setAccessibleName(self.tr("Start-up progress"))
        self.retry_button = Button(
            theme, self.tr("Try again"), ButtonKind.STRONG, icon="arrow-clockwise"
        )
        self.copy_button = Button(theme, self.tr("Copy details"), ButtonKind.QUIET, icon="copy")
        self.address = Field(self.tr("Server address"), placeholder="https://")
        self.address.setFixedWidth(_ADDRESS_WIDTH_PX)
        self.connect_button = Button(theme, self.tr("Connect"), ButtonKind.STRONG)
        self._arrange()
        self.address.submitted.connect(self._connect_to_address)
        self.connect_button.clicked.connect(self._connect_to_address)
        startup.address_changed.connect(self._render)
        self.retry_button.clicked.connect(startup.retry)
        self.copy_button.clicked.connect(self._copy_details)
        startup.progress_changed.connect(self._render)
        startup.failed.connect(self._on_failed)
        self._render()

    @property
    def message(self) -> str:
        """The sentence below the title."""
        return self._message.text()

    def _arrange(self) -> None:
        buttons = row(spacing=SPACE_S)
        buttons.addStretch()
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.retry_button)
        buttons.addWidget(self.connect_button)
        buttons.addStretch()
        middle = Qt.AlignmentFlag.AlignHCenter
        box = column(self, margin=SPACE_XL)
        box.addStretch()
        box.addWidget(self._drawing, 0, middle)
        box.addSpacing(SPACE_L)
        box.addWidget(self._title, 0, middle)
        box.addSpacing(SPACE_S)
        box.addWidget(self._message, 0, middle)
        box.addSpacing(SPACE_XL)
        box.addWidget(self._bar, 0, middle)
        box.addWidget(self.address, 0, middle)
        box.addSpacing(SPACE_L)
        box.addLayout(buttons)
        box.addStretch()

    @Slot()
    def _render(self) -> None:
        asks = self._startup.needs_address
        error = None if asks else self._startup.error
        if error is not None:
            error = in_own_words(error)
        has_failed = error is not None
        self._error = error
        self._bar.setVisible(not has_failed and not asks)
        self.retry_button.setVisible(has_failed)
        self.copy_button.setVisible(has_failed)
        self._show_address(asks)
        if asks:
            self._render_asking()
        elif error is not None:
            self._drawing.set_name("loose-thread")
            self._title.setText(self.tr("The toy shop could not open"))
            self._message.setText(f"{error.title}\n{error.advice}".strip())
        else:
            self._render_progress()

    def _show_address(self, is_asked: bool) -> None:  # noqa: FBT001 - as Qt's own setVisible
        is_new = is_asked and self.address.isHidden()
        self.address.setVisible(is_asked)
        self.connect_button.setVisible(is_asked)
        if is_new:
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _render_asking(self) -> None:
        is_checking = self._startup.is_checking
        refusal = self._startup.address_error
        error = None if refusal is None else in_own_words(refusal)
        self._drawing.set_name("drop-photo")
        self._title.setText(self.tr("Welcome to PlushifyMe"))
        self._message.setText(
            self.tr(
                "Which PlushifyMe server would you like to use? Whoever runs it can tell you its "
                "address. You can change it later in the settings."
            )
        )
        self.connect_button.setEnabled(not is_checking)
        self.connect_button.setText(self.tr("Looking…") if is_checking else self.tr("Connect"))
        self.address.edit.setReadOnly(is_checking)
        self.address.complain("" if error is None else f"{error.title} {error.advice}".strip())

    def _render_progress(self) -> None:
        self._drawing.set_name("sewing")
        self._title.setText(self.tr("Opening the toy shop"))
        if self._startup.is_ready:
            self._message.setText(self.tr("Looking who you are"))
        elif self._startup.uses_local_cloud:
            self._message.setText(f"{translated(self._startup.message)}…")
        else:
            self._message.setText(self.tr("Connecting…"))
        self._bar.setValue(round(self._startup.fraction * _STEPS))

    @Slot()
    def _connect_to_address(self) -> None:
        if self.address.value.strip():
            self._startup.use_address(self.address.value)
        else:
            self.address.complain(self.tr("Please type the address of a server."))

    @Slot(object)
    def _on_failed(self, _error: AppError) -> None:
        self._render()

    @Slot()
    def _copy_details(self) -> None:
        if self._error is not None:
            QGuiApplication.clipboard().setText(error_details(self._error))
