"""What the Credits page says of balance, held credits and the statement."""

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from desktop.errors import AppError
from desktop.models.credits import CreditsModel
from desktop.ui.pages.credits import CreditsPage
from desktop.ui.pages.studio import Studio
from shared.credits import Transaction, TransactionPage, TransactionType

MOMENT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def model(studio: Studio) -> CreditsModel:
    return studio._models.credits


@pytest.fixture
def page(studio: Studio, model: CreditsModel, monkeypatch: pytest.MonkeyPatch) -> CreditsPage:
    """The page, without a server that would be asked."""
    monkeypatch.setattr(model, "_load", lambda _cursor: None)
    studio.show_page("credits")
    return studio.credits_page


def entry(kind: TransactionType, amount: int, after: int, description: str) -> Transaction:
    return Transaction(
        id=f"{kind}-{after}",
        type=kind,
        credits=amount,
        balance_after=after,
        description=description,
        created_at=MOMENT,
    )


def test_the_balance_is_told_with_what_a_plushie_costs(page: CreditsPage) -> None:
    assert page.balance_text.startswith("10 credits")
    assert "costs 1 credit" in page.balance_text


def test_one_credit_is_not_called_credits(page: CreditsPage, model: CreditsModel) -> None:
    model.set_credits(1, 0)
    assert page.balance_text.startswith("1 credit ")


def test_held_credits_are_explained(page: CreditsPage, model: CreditsModel) -> None:
    model.set_credits(8, 2)
    assert "2 more held" in page.balance_text
    assert "given back" in page.balance_text


def test_each_entry_says_why_how_many_and_what_was_left(
    page: CreditsPage, model: CreditsModel
) -> None:
    model._on_newest(
        TransactionPage(
            transactions=[
                entry(TransactionType.REFUND, 1, 10, "The photo could not be read"),
                entry(TransactionType.GENERATION, -1, 9, "Plushie"),
                entry(TransactionType.GRANT, 10, 10, "Welcome credits"),
            ]
        )
    )

    refund, spent, present = page.statement.texts
    assert refund.startswith("Given back, +1, 10 left")
    assert refund.endswith("The photo could not be read")
    assert spent.startswith("A plushie, \N{MINUS SIGN}1, 9 left")
    assert not spent.endswith("Plushie"), "the title says so already"
    assert present.startswith("A present, +10, 10 left")


def test_older_entries_are_offered_only_while_there_are_some(
    page: CreditsPage, model: CreditsModel
) -> None:
    newest = [entry(TransactionType.GENERATION, -1, 9, "Plushie")]
    model._on_newest(TransactionPage(transactions=newest, next_cursor="older"))
    assert page.older_button.isVisible()

    model._on_more(TransactionPage(transactions=[entry(TransactionType.GRANT, 10, 10, "Welcome")]))
    assert not page.older_button.isVisible()
    assert len(page.statement.texts) == 2


def test_an_empty_statement_is_one_sentence(page: CreditsPage) -> None:
    assert page._nothing.isVisible()
    assert not page.statement.isVisible()


def test_the_statement_is_fetched_whenever_the_page_is_shown(
    studio: Studio, model: CreditsModel, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked: list[str | None] = []
    monkeypatch.setattr(model, "_load", asked.append)
    studio.show_page("credits")
    assert asked == [None]
    studio.show_page("create")
    model.set_credits(9, 1)
    assert asked == [None], "nobody looks"
    studio.show_page("credits")
    model.set_credits(9, 0)
    assert asked == [None, None, None]


def test_a_statement_that_cannot_be_fetched_is_told(studio: Studio, model: CreditsModel) -> None:
    model.failed.emit(
        AppError(title="The server does not answer.", charged="", advice="Wait.", code="down")
    )
    assert "does not answer" in studio.notice.text
    assert studio.notice.isVisible()
