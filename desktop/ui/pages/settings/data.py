"""Settings: take everything with you, or leave."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QLocale, Slot
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.errors import AppError
from desktop.models.account import AccountDeed, AccountModel
from desktop.models.all import Models
from desktop.ui.dates import day_of
from desktop.ui.dialogs import Dialogs
from desktop.ui.pages.settings.form_row import FormRow
from desktop.ui.pages.settings.section import Section
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_M, SPACE_S
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.field_rules import given_password_rule
from desktop.ui.widgets.fields import PasswordField
from desktop.ui.widgets.layouts import column, divider, row
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.text import Text, TextRole
from shared.limits import ACCOUNT_GRACE_S

_STEPS = 1000


class DataSection(Section):
    """Export and deletion."""

    def __init__(
        self, theme: Theme, models: Models, dialogs: Dialogs, parent: QWidget | None = None
    ) -> None:
        super().__init__(QCoreApplication.translate("DataSection", "Your data"), parent=parent)
        self._export = models.export
        self._dialogs = dialogs
        self._words = Text(
            self.tr("All your pictures and everything we know about you, as one zip file."),
            tone="muted",
            wraps=True,
        )
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Export"))
        self.notice = Notice(theme)
        self.export_button = Button(theme, self.tr("Export…"), icon="download-simple")
        self.cancel_button = Button(theme, self.tr("Cancel"), ButtonKind.QUIET)
        self.deletion = DeletionRow(theme, models)
        words = column(spacing=SPACE_S)
        words.addWidget(Text(self.tr("Export my data"), TextRole.STRONG))
        words.addWidget(self._words)
        words.addWidget(self._bar)
        line = row(spacing=SPACE_M)
        line.addLayout(words, 1)
        line.addWidget(self.export_button)
        line.addWidget(self.cancel_button)
        self.box.addLayout(line)
        self.box.addWidget(self.notice)
        self.box.addWidget(divider())
        self.box.addWidget(self.deletion)
        self.export_button.clicked.connect(self._begin)
        self.cancel_button.clicked.connect(self._export.cancel)
        self._export.changed.connect(self._render)
        self._export.saved.connect(self._on_saved)
        self._export.failed.connect(self._on_failed)
        self._render()

    @property
    def progress_text(self) -> str:
        """What is said about the export."""
        return self._words.text()

    @Slot()
    def _begin(self) -> None:
        path = self._dialogs.save_export(self)
        if path:
            self.notice.clear()
            self._export.start(path)

    @Slot(str)
    def _on_saved(self, path: str) -> None:
        self.notice.tell("ok", self.tr("Saved as {path}").format(path=path))

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self.notice.tell_error(error)

    @Slot()
    def _render(self) -> None:
        export = self._export
        fraction = export.fraction
        self._bar.setRange(0, 0 if fraction is None else _STEPS)
        self._bar.setValue(round((fraction or 0) * _STEPS))
        if export.is_running:
            size = QLocale().formattedDataSize(
                export.received_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat
            )
            self._words.setText(self.tr("{size} so far").format(size=size))
        else:
            self._words.setText(
                self.tr("All your pictures and everything we know about you, as one zip file.")
            )
        for each in (self._bar, self.cancel_button):
            if export.is_running:
                each.show()
            else:
                each.hide()
        self.export_button.setHidden(export.is_running)


class DeletionRow(FormRow):
    """The end of the account, with days of grace."""

    def __init__(self, theme: Theme, models: Models, parent: QWidget | None = None) -> None:
        say = QCoreApplication.translate
        super().__init__(
            theme,
            say("DeletionRow", "Account"),
            change=say("DeletionRow", "Delete my account…"),
            confirm=say("DeletionRow", "Delete my account"),
            kind=ButtonKind.DANGER,
            parent=parent,
        )
        self._session = models.session
        self._account: AccountModel = models.account
        self._explained = self.add_words("")
        self.password = PasswordField(theme, self.tr("Your password"), rule=given_password_rule)
        self.add_field(self.password)
        self.opened.connect(self._explain)
        self.confirmed.connect(self._delete)
        self._account.busy_changed.connect(self._on_busy)
        self._account.failed.connect(self._on_failed)
        self._session.state_changed.connect(self._render)
        self._session.user_changed.connect(self._render)
        self._render()

    @Slot()
    def _explain(self) -> None:
        day = day_of(datetime.now(UTC) + timedelta(seconds=ACCOUNT_GRACE_S))
        self._explained.setText(
            self.tr(
                "You are signed out everywhere at once. On {day} your pictures, your credits and"
                " your personal data are deleted for good. Until then you can sign in and keep"
                " the account."
            ).format(day=day)
        )

    @Slot()
    def _delete(self) -> None:
        self._account.delete(self.password.value)

    @Slot()
    def _on_busy(self) -> None:
        self.confirm_button.set_busy(self._account.busy is AccountDeed.DELETE)

    @Slot(object, object)
    def _on_failed(self, deed: AccountDeed, error: AppError) -> None:
        if deed is AccountDeed.DELETE:
            is_password = error.code == "invalid_credentials"
            self.tell_error(error, self.password if is_password else None)

    @Slot()
    def _render(self) -> None:
        user = self._session.user
        self.set_value(self.tr("Delete it, with all its pictures"))
        has_password = user is None or user.has_password
        is_leaving = user is not None and user.deletes_at is not None
        self.open_button.setEnabled(has_password and not is_leaving)
        if not has_password:
            self.set_note(self.tr("Please set a password first: see above."))
        elif is_leaving and user is not None and user.deletes_at is not None:
            self.set_note(
                self.tr("Will be deleted on {day}.").format(day=day_of(user.deletes_at)), "warning"
            )
        else:
            self.set_note("")
        if user is None:
            self.shut()
