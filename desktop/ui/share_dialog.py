"""The dialog that makes and ends links to a picture."""

from PySide6.QtCore import QDateTime, QLocale, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from desktop.errors import AppError
from desktop.models.sharing import SharingModel
from desktop.ui.theme.fonts import font, in_text_size
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.layouts import column, divider, row
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.segments import Segments
from desktop.ui.widgets.text import Text, TextRole

_WIDTH_PX = 480
_EXPIRIES = {"week": 7, "month": 30, "never": None}


class ShareDialog(QDialog):
    """Follows the sharing model, which looks at this picture while the dialog is open."""

    def __init__(self, theme: Theme, sharing: SharingModel, image_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._sharing = sharing
        self._expiry = "month"
        self.setWindowTitle(self.tr("Share this plushie"))
        self.setModal(True)
        self.setFixedWidth(in_text_size(_WIDTH_PX))
        self.expiries = Segments(
            theme,
            self.tr("The link works for"),
            [
                ("week", self.tr("7 days"), ""),
                ("month", self.tr("30 days"), ""),
                ("never", self.tr("Until I end it"), ""),
            ],
        )
        self.expiries.set_chosen(self._expiry)
        self.create_button = Button(
            theme, self.tr("Create and copy a link"), ButtonKind.STRONG, icon="link"
        )
        self.address = QLineEdit()
        self.address.setReadOnly(True)
        self.address.setFont(font())
        self.address.setAccessibleName(self.tr("Link"))
        self.copy_button = Button(theme, self.tr("Copy"), icon="copy")
        self._made = Text(role=TextRole.SMALL, tone="ok")
        self._links = Text(tone="muted", wraps=True)
        self.revoke_button = Button(theme, self.tr("End all links"), ButtonKind.DANGER)
        self.close_button = Button(theme, self.tr("Close"))
        self.notice = Notice(theme)
        self._made_row = QWidget()
        self._arrange()
        self._connect()
        sharing.open(image_id)
        self._render()

    @property
    def links_text(self) -> str:
        """What it says of the links there are."""
        return self._links.text()

    def _arrange(self) -> None:
        made = column(self._made_row, spacing=SPACE_XS)
        line = row(spacing=SPACE_S)
        line.addWidget(self.address, 1)
        line.addWidget(self.copy_button)
        made.addLayout(line)
        made.addWidget(self._made)
        self._made_row.hide()
        box = column(self, spacing=SPACE_L, margin=SPACE_XL)
        heads = column(spacing=SPACE_S)
        heads.addWidget(Text(self.windowTitle(), TextRole.TITLE))
        words = self.tr("Everybody who has the link sees the photo and the plushie, nothing else.")
        heads.addWidget(Text(words, tone="muted", wraps=True))
        box.addLayout(heads)
        box.addWidget(self.notice)
        choice = row(spacing=SPACE_M)
        choice.addWidget(self.expiries)
        choice.addStretch()
        box.addLayout(choice)
        box.addWidget(self.create_button)
        box.addWidget(self._made_row)
        box.addStretch()
        box.addWidget(divider())
        foot = row(spacing=SPACE_S)
        foot.addWidget(self._links, 1)
        foot.addWidget(self.revoke_button)
        foot.addWidget(self.close_button)
        box.addLayout(foot)

    def _connect(self) -> None:
        self.expiries.chosen.connect(self._on_expiry)
        self.create_button.clicked.connect(self._create)
        self.copy_button.clicked.connect(self._copy)
        self.revoke_button.clicked.connect(self._revoke)
        self.close_button.clicked.connect(self.accept)
        self._sharing.links_changed.connect(self._render)
        self._sharing.shared.connect(self._on_shared)
        self._sharing.failed.connect(self._on_failed)

    @Slot(str)
    def _on_expiry(self, expiry: str) -> None:
        self._expiry = expiry

    @Slot()
    def _create(self) -> None:
        self.notice.clear()
        self._sharing.share(_EXPIRIES[self._expiry])

    @Slot(str)
    def _on_shared(self, url: str) -> None:
        self.address.setText(url)
        self.address.setCursorPosition(0)
        self._made_row.show()
        self._copy()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.address.text())
        self._made.setText(self.tr("Copied. Paste it anywhere; it is shown only this once."))

    @Slot()
    def _revoke(self) -> None:
        self.notice.clear()
        self._made_row.hide()
        self._sharing.revoke()

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self.notice.tell_error(error)

    @Slot()
    def _render(self) -> None:
        links = self._sharing.links
        if links is None:
            words = self.tr("Looking for links ...") if self._sharing.is_busy else ""
        elif not links:
            words = self.tr("There is no link to this picture.")
        else:
            last = links[-1].expires_at
            words = self.tr("1 link works") if len(links) == 1 else self.tr("{n} links work")
            words = words.format(n=len(links))
            if last is not None:
                moment = QDateTime.fromSecsSinceEpoch(int(last.timestamp()))
                day = QLocale().toString(moment.date(), QLocale.FormatType.ShortFormat)
                words += self.tr(", the last until {day}").format(day=day)
            words += "."
        self._links.setText(words)
        self.create_button.setEnabled(not self._sharing.is_busy)
        self.revoke_button.setVisible(bool(links))
        self.revoke_button.setEnabled(not self._sharing.is_busy)
