"""Which passwords may be chosen."""

import pytest

from backend.bootstrap import DEMO_ACCOUNT
from backend.errors import FieldRefused
from backend.services.password_rules import check_differs_from_email, check_new_password
from shared.errors import ErrorCode
from shared.resources import resource_path


@pytest.mark.parametrize(
    "password",
    [
        "ten charac",
        "x7" * 64,
        "          ",
        "Пароль из слов",
        "🧸🧸🧸🧸🧸🧸🧸🧸🧸🧸",
        "e\u0301" * 10,
        DEMO_ACCOUNT.password,
    ],
)
def test_no_rule_but_length_and_rarity(password: str) -> None:
    check_new_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "nine char",
        "e\u0301" * 9,  # nine letters, however they were typed
        "x" * 129,
        "qwertyuiop",
        "QwertyUIOP",
        "1234567890",
        "\uff11234567890",  # a full-width 1
        "password123",
        " password123 ",
    ],
)
def test_short_long_and_common_ones_are_refused(password: str) -> None:
    with pytest.raises(FieldRefused) as caught:
        check_new_password(password)
    assert caught.value.code is ErrorCode.WEAK_PASSWORD
    assert password not in caught.value.message


@pytest.mark.parametrize("password", ["robin@example.com", "ROBIN@example.com "])
def test_the_address_is_no_password(password: str) -> None:
    with pytest.raises(FieldRefused):
        check_differs_from_email(password, "robin@example.com")
    check_differs_from_email("something else", "robin@example.com")


def test_the_list_is_long() -> None:
    text = resource_path("passwords", "common.txt").read_text(encoding="utf-8")
    assert len(set(text.splitlines())) >= 10_000
