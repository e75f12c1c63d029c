"""The dialog that says the app goes on."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication

from desktop.ui.crash_dialog import CrashTeller
from desktop.ui.main_window import MainWindow

REPORT = "PlushifyMe 0.1.0\n\nLookupError: nothing there"


def test_one_dialog_at_a_time_and_the_app_goes_on(
    signed_in_window: MainWindow, tmp_path: Path
) -> None:
    teller = CrashTeller(signed_in_window.theme, tmp_path, signed_in_window)
    teller.tell(REPORT)
    teller.tell("another one")
    dialog = teller.dialog
    assert dialog is not None
    assert dialog.isVisible()
    assert dialog.details.toPlainText() == REPORT

    dialog.go_on_button.click()

    assert teller.dialog is None
    assert signed_in_window.is_inside


def test_the_details_can_be_read_and_copied(signed_in_window: MainWindow, tmp_path: Path) -> None:
    teller = CrashTeller(signed_in_window.theme, tmp_path, signed_in_window)
    teller.tell(REPORT)
    dialog = teller.dialog
    assert dialog is not None
    assert dialog.details.isHidden()
    dialog.details_button.click()
    assert dialog.details.isVisible()
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == REPORT
    dialog.accept()
