"""The balance and the statement."""

from pytestqt.qtbot import QtBot

from desktop.api.client import ApiClient
from desktop.app import Application
from desktop.errors import AppError
from shared.credits import TransactionType
from tests.desktop.conftest import MakePicture
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer


def test_the_statement_explains_the_balance(
    app: Application, client: ApiClient, make_picture: MakePicture, qtbot: QtBot
) -> None:
    image = make_picture(client)
    credits_model = app.models.credits

    credits_model.load_transactions()
    qtbot.waitUntil(lambda: bool(credits_model.transactions), timeout=PATIENCE_MS)

    newest, oldest = credits_model.transactions
    assert (newest.type, newest.credits, newest.image_id) == (
        TransactionType.GENERATION,
        -1,
        image.id,
    )
    assert (oldest.type, oldest.credits) == (TransactionType.GRANT, 10)
    assert newest.balance_after == 9
    assert not credits_model.has_more


def test_loading_again_replaces_what_was_loaded(app: Application, qtbot: QtBot) -> None:
    credits_model = app.models.credits
    told: list[int] = []
    credits_model.transactions_changed.connect(lambda: told.append(len(credits_model.transactions)))

    credits_model.load_transactions()
    qtbot.waitUntil(lambda: told == [1], timeout=PATIENCE_MS)
    credits_model.load_transactions()
    qtbot.waitUntil(lambda: told == [1, 1], timeout=PATIENCE_MS)


def test_a_statement_that_cannot_be_loaded_is_told(
    app: Application, server: RealServer, qtbot: QtBot
) -> None:
    failures: list[AppError] = []
    app.models.credits.failed.connect(failures.append)
    server.gate.shut()

    app.models.credits.load_transactions()

    qtbot.waitUntil(lambda: len(failures) == 1, timeout=PATIENCE_MS)
    assert failures[0].code == "server_unreachable"


def test_signing_out_forgets_balance_and_statement(app: Application, qtbot: QtBot) -> None:
    credits_model = app.models.credits
    credits_model.load_transactions()
    qtbot.waitUntil(lambda: bool(credits_model.transactions), timeout=PATIENCE_MS)

    app.models.session.sign_out()

    assert credits_model.balance is None
    assert credits_model.transactions == []
