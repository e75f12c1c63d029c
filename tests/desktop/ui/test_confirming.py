"""An address that is not confirmed yet: the page that waits, and the quiet hint afterwards."""

import pytest

from desktop.models.session import SessionState
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.sign_in.page import Card
from shared.service import EngineName, ServiceInfo
from tests.desktop.ui.hands import click

SERVICE = ServiceInfo(
    version="0.1.0", engine=EngineName.DRAFT, local_cloud=False, welcome_credits=3
)


@pytest.fixture
def new_window(signed_in_window: MainWindow) -> MainWindow:
    """Mia has just signed up."""
    session = signed_in_window._models.session
    session._on_service(SERVICE)
    assert session.user is not None
    session._user = session.user.model_copy(update={"email_verified": False})
    session._is_new = True
    session.state_changed.emit()
    return signed_in_window


def test_after_signing_up_the_page_waits_for_the_click(new_window: MainWindow) -> None:
    page = new_window.sign_in_page
    assert page.isVisible()
    assert page.card is Card.CONFIRM
    assert page.confirm.title.text() == "Confirm your address and get your 3 credits"
    assert "mia@example.com" in page.confirm.subtitle.text()


def test_when_the_link_was_clicked_it_goes_on_by_itself(new_window: MainWindow) -> None:
    session = new_window._models.session
    assert session.user is not None
    session.update_user(session.user.model_copy(update={"email_verified": True}))
    new_window._models.address.proven.emit(3)
    assert new_window.is_inside
    assert "3 credits" in new_window.toast.text
    assert new_window.studio.side_bar.confirm_hint.isHidden()


def test_without_confirming_a_quiet_hint_stays_and_leads_back(new_window: MainWindow) -> None:
    click(new_window.sign_in_page.confirm.later_button)
    assert new_window.is_inside
    hint = new_window.studio.side_bar.confirm_hint
    assert hint.isVisible()
    assert "3 credits" in hint.accessibleName()
    click(hint)
    assert new_window.sign_in_page.isVisible()
    assert new_window.sign_in_page.card is Card.CONFIRM


def test_without_credits_the_hint_stands_above_every_page(new_window: MainWindow) -> None:
    click(new_window.sign_in_page.confirm.later_button)
    unproven = new_window.studio.account_notices.unproven
    assert not unproven.isVisible()
    new_window._models.credits.set_credits(0, 0)
    assert unproven.isVisible()
    assert "3 credits" in unproven.text
    click(unproven.action_button)
    assert new_window.sign_in_page.card is Card.CONFIRM


def test_the_mails_of_a_local_cloud_are_offered_there_only(new_window: MainWindow) -> None:
    confirm = new_window.sign_in_page.confirm
    assert confirm.submit_button.isHidden()
    new_window._models.session._on_service(SERVICE.model_copy(update={"local_cloud": True}))
    assert confirm.submit_button.isVisible()


def test_after_another_mail_the_next_one_has_to_wait_and_one_can_leave(
    new_window: MainWindow,
) -> None:
    confirm = new_window.sign_in_page.confirm
    new_window._models.address.mail_sent.emit()
    assert "on its way" in confirm.notice.text
    assert not confirm.resend_button.isEnabled()
    click(new_window.sign_in_page.confirm.sign_out_button)
    assert new_window._models.session.state is SessionState.SIGNED_OUT
    assert new_window.sign_in_page.card is Card.SIGN_IN
