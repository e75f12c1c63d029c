"""The estimate of what a picture cost."""

import pytest

from backend.adapters.openai_prices import PRICES, estimate_us_cents, priced_model

USAGE = {
    "input_tokens": 350,
    "input_image_tokens": 300,
    "input_text_tokens": 50,
    "output_tokens": 1056,
    "total_tokens": 1406,
}


def test_each_kind_of_token_has_its_price() -> None:
    assert estimate_us_cents("gpt-image-2", USAGE) == pytest.approx(
        (50 * 5 + 300 * 8 + 1056 * 30) / 10_000
    )


def test_a_snapshot_costs_what_its_model_costs() -> None:
    assert priced_model("gpt-image-2-2026-04-21") == "gpt-image-2"
    assert estimate_us_cents("gpt-image-2-2026-04-21", USAGE) == estimate_us_cents(
        "gpt-image-2", USAGE
    )


@pytest.mark.parametrize("model", ["dall-e-3", "gpt-image-9", "draft", "gpt-image-20"])
def test_an_unknown_model_has_no_cost(model: str) -> None:
    assert estimate_us_cents(model, USAGE) is None


@pytest.mark.parametrize("missing", ["input_image_tokens", "input_text_tokens", "output_tokens"])
def test_without_every_count_there_is_no_estimate(missing: str) -> None:
    usage = {name: count for name, count in USAGE.items() if name != missing}
    assert estimate_us_cents("gpt-image-2", usage) is None


def test_every_price_costs_something() -> None:
    for price in PRICES.values():
        assert min(price.text_input, price.image_input, price.image_output) > 0
