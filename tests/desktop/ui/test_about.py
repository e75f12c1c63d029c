"""Settings, About: help, the log folder, and whose works come with the app."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.ui.licences_sheet import LicencesSheet, installed_libraries, licences
from desktop.ui.main_window import MainWindow
from shared.version import VERSION


def test_it_says_which_version_this_is(signed_in_window: MainWindow) -> None:
    assert VERSION in signed_in_window.studio.settings_page.about.heading.text()


def test_the_log_folder_opens_and_is_there(
    signed_in_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    signed_in_window.studio.settings_page.about.logs_button.click()

    assert opened == [signed_in_window._models.folders.logs]
    assert opened[0].is_dir()


def test_the_licences_of_works_and_libraries_can_be_read(signed_in_window: MainWindow) -> None:
    signed_in_window.studio.settings_page.about.licences_button.click()
    (sheet,) = signed_in_window.findChildren(LicencesSheet)

    text = sheet.text.toPlainText()
    assert "Nunito" in text
    assert "Phosphor" in text
    assert "PySide6_Essentials" in text
    sheet.close()


def test_every_library_is_listed_with_its_version_and_licence() -> None:
    table = installed_libraries({"httpx2", "numpy", "PySide6_Essentials"})

    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == 3
    assert all(cell.strip() for row in rows for cell in row.strip("|").split("|"))
    assert "LGPL" in table


def test_the_notices_come_first() -> None:
    assert licences().startswith("# Third-party notices")
