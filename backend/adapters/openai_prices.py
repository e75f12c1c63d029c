"""What OpenAI's image models cost, for the estimate in the metrics; nothing is charged by it.

Source: the model pages below https://developers.openai.com/api/docs/models, as quoted elsewhere on
2026-11-05. Look there before you rely on a figure, and write a new model into the table: one that
is not in it has no cost in the metrics.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens of each kind."""

    text_input: float
    image_input: float
    image_output: float


PRICES: Final[Mapping[str, Price]] = MappingProxyType(
    {
        "gpt-image-1-mini": Price(text_input=2.00, image_input=2.50, image_output=8.00),
        "gpt-image-1.5": Price(text_input=5.00, image_input=8.00, image_output=32.00),
        "gpt-image-2": Price(text_input=5.00, image_input=8.00, image_output=30.00),
        "gpt-image-2.5-flare": Price(text_input=5.00, image_input=8.00, image_output=30.00),
        "gpt-image-2.5-sunburst": Price(text_input=5.00, image_input=8.00, image_output=30.00),
        "gpt-image-2.6-flare": Price(text_input=5.00, image_input=8.00, image_output=30.00),
        "gpt-image-2.6-sunburst": Price(text_input=5.00, image_input=8.00, image_output=30.00),
    }
)

_SNAPSHOT_DATE: Final = re.compile(r"-\d{4}-\d{2}-\d{2}$")
_CENTS_PER_TOKEN: Final = 100 / 1_000_000
"""For a price of one dollar a million."""


def priced_model(model: str) -> str | None:
    """The model's name in the table, without the date of a snapshot; None: it is not there."""
    name = _SNAPSHOT_DATE.sub("", model)
    return name if name in PRICES else None


def estimate_us_cents(model: str, usage: Mapping[str, int]) -> float | None:
    """What one picture cost.

    Args:
        model: As the settings name it.
        usage: Tokens by kind, as they are stored with the picture.

    Returns:
        US cents; None when the model has no price, or the server did not tell every count.
    """
    name = priced_model(model)
    try:
        text, image = usage["input_text_tokens"], usage["input_image_tokens"]
        output = usage["output_tokens"]
    except KeyError:
        return None
    if name is None:
        return None
    price = PRICES[name]
    dollars_by_million = (
        text * price.text_input + image * price.image_input + output * price.image_output
    )
    return dollars_by_million * _CENTS_PER_TOKEN
