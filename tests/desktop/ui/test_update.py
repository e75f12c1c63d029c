"""A newer app is told of once, with a link; one that is too old says so, and nothing else."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.models.update import UpdateState
from desktop.ui.main_window import MainWindow
from shared.service import ClientVersions, EngineName, ServiceInfo
from shared.version import VERSION, version_numbers

LINK = "https://plushify.example/get"


def _say(window: MainWindow, **versions: str) -> None:
    window._models.session._on_service(
        ServiceInfo(
            version="9.9.9",
            engine=EngineName.DRAFT,
            local_cloud=False,
            client=ClientVersions(**versions),
        )
    )


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was opened in the browser."""
    urls: list[str] = []

    def open_url(url: QUrl) -> bool:
        urls.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return urls


def test_a_newer_app_is_told_of_once_with_a_link(
    signed_in_window: MainWindow, opened: list[str]
) -> None:
    notice = signed_in_window.update_notice.notice
    _say(signed_in_window, newest="7.0.0", oldest=VERSION, download_url=LINK)
    assert notice.isVisible()
    assert "7.0.0" in notice.text
    assert signed_in_window.is_inside

    notice.action_button.click()
    assert opened == [LINK]
    assert not notice.isVisible()

    _say(signed_in_window, newest="7.0.0", download_url=LINK)
    assert not notice.isVisible()
    _say(signed_in_window, newest="7.1.0", download_url=LINK)
    assert notice.isVisible()


def test_who_closes_the_notice_is_not_told_again(signed_in_window: MainWindow) -> None:
    notice = signed_in_window.update_notice.notice
    _say(signed_in_window, newest="7.0.0")
    notice.close_button.click()
    _say(signed_in_window, newest="7.0.0")

    assert not notice.isVisible()
    assert signed_in_window._models.update.state is UpdateState.TOLD


def test_without_news_nothing_is_said(signed_in_window: MainWindow) -> None:
    for versions in (
        {},
        {"newest": VERSION, "oldest": VERSION},
        {"newest": "0.0.1"},
        {"newest": "not a version", "oldest": "nor this"},
    ):
        _say(signed_in_window, **versions)

        assert not signed_in_window.update_notice.notice.isVisible(), versions
        assert signed_in_window.is_inside


def test_an_app_that_is_too_old_says_so_and_where_the_new_one_is(
    signed_in_window: MainWindow, opened: list[str]
) -> None:
    _say(signed_in_window, newest="7.0.0", oldest="6.0.0", download_url=LINK)
    page = signed_in_window.update_page
    assert page.isVisible()
    assert not signed_in_window.is_inside
    assert VERSION in page.message

    page.download_button.click()
    assert opened == [LINK]

    _say(signed_in_window, oldest="6.0.0", download_url="file:///etc/passwd")
    assert page.isVisible()
    assert not page.download_button.isVisible()


def test_versions_compare_as_numbers() -> None:
    assert version_numbers("0.10.0") > version_numbers("0.9.9")
    assert version_numbers("1.2") == version_numbers("1.2.0-rc1")
