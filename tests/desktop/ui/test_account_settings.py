"""The account's part of the settings: each line opens a form, checks it, and says how it went."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt

from desktop.errors import AppError
from desktop.models.account import AccountDeed
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.settings.page import SettingsPage
from shared.accounts import Device
from tests.desktop.ui.conftest import ScriptedDialogs
from tests.desktop.ui.hands import click, press, type_text

WRONG = AppError("That password is not right.", "", "Please try again.", "invalid_credentials")
NOW = datetime.now(UTC)


class Calls:
    """Takes the models' place for what the page asks of them."""

    def __init__(self, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[tuple[Any, ...]] = []
        models = window._models
        for model, name in (
            (models.account, "rename"),
            (models.account, "change_password"),
            (models.account, "delete"),
            (models.account, "keep"),
            (models.address, "change"),
            (models.devices, "load"),
            (models.devices, "sign_out"),
            (models.export, "start"),
        ):
            monkeypatch.setattr(model, name, self._recorder(name))

    def _recorder(self, name: str) -> Any:
        return lambda *arguments: self.made.append((name, *arguments))


@pytest.fixture
def calls(signed_in_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Calls:
    return Calls(signed_in_window, monkeypatch)


@pytest.fixture
def page(signed_in_window: MainWindow, calls: Calls) -> SettingsPage:
    signed_in_window.studio.show_page("settings")
    calls.made.clear()
    return signed_in_window.studio.settings_page


def test_a_name_is_changed_in_its_line(
    page: SettingsPage, calls: Calls, signed_in_window: MainWindow
) -> None:
    row = page.account.name
    click(row.open_button)
    press(row.field.edit, Qt.Key.Key_Return)
    assert not row.is_open
    assert calls.made == []

    click(row.open_button)
    assert row.field.value == "Mia Berg"
    assert row.field.edit.hasFocus()
    row.field.edit.selectAll()
    type_text(row.field.edit, "Mia Plush")
    press(row.field.edit, Qt.Key.Key_Return)
    assert calls.made == [("rename", "Mia Plush")]

    session = signed_in_window._models.session
    assert session.user is not None
    session.update_user(session.user.model_copy(update={"name": "Mia Plush"}))
    signed_in_window._models.account.done.emit(AccountDeed.RENAME)
    assert not row.is_open
    assert row.value == "Mia Plush"
    assert page.account.person_text == "Mia Plush mia@example.com"


def test_another_address_needs_the_password_and_is_then_waited_for(
    page: SettingsPage, calls: Calls, signed_in_window: MainWindow
) -> None:
    row, address = page.account.email, signed_in_window._models.address
    click(row.open_button)
    type_text(row.new_email.edit, "mia@example.com")
    row.confirm_button.click()
    assert "already" in row.new_email.complaint
    assert row.password.complaint
    row.new_email.edit.setText("mia@berg.example")
    type_text(row.password.edit, "a soft bear 7")
    row.confirm_button.click()
    assert calls.made == [("change", "mia@berg.example", "a soft bear 7")]
    address.change_failed.emit(WRONG)
    assert row.password.complaint == WRONG.title
    assert row.notice.isHidden()

    address._on_change_asked("mia@berg.example")
    assert not row.is_open
    assert "mia@berg.example" in row.note.text()
    row.side_button.click()
    assert address.new_email == ""
    assert row.note.text() == "Confirmed"


def test_a_password_is_changed_with_the_old_one(
    page: SettingsPage, calls: Calls, signed_in_window: MainWindow
) -> None:
    row = page.account.password
    click(row.open_button)
    type_text(row.current.edit, "a soft bear 7")
    type_text(row.new.edit, "short")
    row.confirm_button.click()
    assert "10" in row.new.complaint
    row.new.edit.setText("a softer bear 8")
    row.confirm_button.click()
    assert calls.made == [("change_password", "a soft bear 7", "a softer bear 8")]

    signed_in_window._models.account.done.emit(AccountDeed.CHANGE_PASSWORD)
    assert not row.is_open
    assert row.new.value == ""
    assert "Changed" in row.note.text()


def test_what_the_server_refuses_is_told_where_it_belongs(
    page: SettingsPage, signed_in_window: MainWindow
) -> None:
    row, account = page.account.password, signed_in_window._models.account
    click(row.open_button)
    type_text(row.current.edit, "not it")
    account.failed.emit(AccountDeed.CHANGE_PASSWORD, WRONG)
    assert row.current.complaint == WRONG.title
    account.failed.emit(
        AccountDeed.CHANGE_PASSWORD, AppError("Too common.", "", "", "weak_password")
    )
    assert row.new.complaint == "Too common."
    account.failed.emit(
        AccountDeed.CHANGE_PASSWORD,
        AppError("Too many tries.", "", "", "rate_limited", retry_after_s=30),
    )
    assert "Too many" in row.notice.text
    assert "Try again in" in row.confirm_button.text()
    assert page.account.name.notice.isHidden()
    row.cancel_button.click()
    assert row.current.value == ""


def test_devices_are_listed_and_can_be_signed_out(
    page: SettingsPage, calls: Calls, signed_in_window: MainWindow
) -> None:
    devices = signed_in_window._models.devices
    signed_in_window.studio.show_page("gallery")
    signed_in_window.studio.show_page("settings")
    assert calls.made == [("load",)]
    calls.made.clear()
    devices._on_loaded([_device("here", is_current=True), _device("there", hours=3)])
    here, there = page.devices.lines
    assert here.seen.text() == "This computer"
    assert here.sign_out_button.isHidden()
    assert there.seen.text() == "3 hours ago"
    click(there.sign_out_button)
    assert calls.made == [("sign_out", "there")]
    devices._on_signed_out("there")
    assert len(page.devices.lines) == 1


def test_an_export_shows_how_much_there_is_and_can_be_cancelled(
    page: SettingsPage,
    calls: Calls,
    dialogs: ScriptedDialogs,
    signed_in_window: MainWindow,
) -> None:
    data, export = page.data, signed_in_window._models.export
    dialogs.save_path = ""
    click(data.export_button)
    assert calls.made == []
    dialogs.save_path = "/somewhere/mine.zip"
    click(data.export_button)
    assert calls.made == [("start", "/somewhere/mine.zip")]

    cancelled: list[bool] = []
    export._task = _IdleTask(cancelled)  # type: ignore[assignment]  # nothing else is asked of it
    export._received_bytes = 2_500_000
    export.changed.emit()
    size = QLocale().formattedDataSize(2_500_000, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
    assert size in data.progress_text
    assert data.export_button.isHidden()
    click(data.cancel_button)
    assert cancelled == [True]
    assert data.export_button.isVisible()
    export.saved.emit("/somewhere/mine.zip")
    assert "/somewhere/mine.zip" in data.notice.text


def test_leaving_is_explained_and_needs_the_password(
    page: SettingsPage, calls: Calls, signed_in_window: MainWindow
) -> None:
    row = page.data.deletion
    click(row.open_button)
    assert "Until then you can sign in" in row._explained.text()
    row.confirm_button.click()
    assert row.password.complaint
    assert calls.made == []
    type_text(row.password.edit, "a soft bear 7")
    row.confirm_button.click()
    assert calls.made == [("delete", "a soft bear 7")]
    signed_in_window._models.account.failed.emit(AccountDeed.DELETE, WRONG)
    assert row.password.complaint == WRONG.title


def test_an_account_that_will_be_deleted_says_so_everywhere_and_can_be_kept(
    page: SettingsPage, calls: Calls, signed_in_window: MainWindow
) -> None:
    session, notices = signed_in_window._models.session, signed_in_window.studio.account_notices
    assert session.user is not None
    user = session.user
    session.update_user(user.model_copy(update={"deletes_at": NOW + timedelta(days=5)}))
    assert notices.deletion.isVisible()
    assert str((NOW + timedelta(days=5)).astimezone().year) in notices.deletion.text
    assert not page.data.deletion.open_button.isEnabled()
    click(notices.deletion.action_button)
    assert calls.made == [("keep",)]
    session.update_user(user)
    assert not notices.deletion.isVisible()


def test_somebody_without_a_password_is_told_to_set_one_first(
    page: SettingsPage, signed_in_window: MainWindow
) -> None:
    session = signed_in_window._models.session
    assert session.user is not None
    session.update_user(session.user.model_copy(update={"has_password": False}))
    assert not page.account.password.open_button.isEnabled()
    assert page.account.password.side_button.isVisible()
    assert not page.data.deletion.open_button.isEnabled()
    assert "password first" in page.data.deletion.note.text()


def _device(name: str, *, is_current: bool = False, hours: int = 0) -> Device:
    return Device(
        id=name,
        device=name,
        created_at=NOW,
        last_seen_at=datetime.now(UTC) - timedelta(hours=hours, minutes=5),
        expires_at=NOW + timedelta(days=7),
        is_current=is_current,
    )


class _IdleTask:
    def __init__(self, cancelled: list[bool]) -> None:
        self._cancelled = cancelled

    def cancel(self) -> None:
        self._cancelled.append(True)
