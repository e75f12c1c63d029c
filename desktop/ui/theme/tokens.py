"""The colours and measures that every widget uses; nothing else names a colour."""

from dataclasses import asdict, dataclass, replace
from typing import Final

SPACE_XS: Final = 4
SPACE_S: Final = 8
SPACE_M: Final = 12
SPACE_L: Final = 16
SPACE_XL: Final = 24
SPACE_XXL: Final = 32

RADIUS_CARD: Final = 12
RADIUS_CONTROL: Final = 8

BODY_PX: Final = 14
SMALL_PX: Final = 12
TITLE_PX: Final = 22

MOTION_MS: Final = 180


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme's colours as #RRGGBB. Text on its ground has 4.5:1, outlines of controls 3:1."""

    name: str
    background: str
    surface: str
    sunken: str
    text: str
    muted: str
    accent: str
    accent_strong: str
    """The accent under the pointer and pressed."""
    on_accent: str
    accent_soft: str
    """A ground for what is chosen."""
    ok: str
    warning: str
    error: str
    ok_soft: str
    warning_soft: str
    error_soft: str
    border: str
    """Divides; carries no meaning."""
    outline: str
    """The edge of a control."""

    def colours(self) -> dict[str, str]:
        """All of them by name."""
        return {name: str(value) for name, value in asdict(self).items() if name != "name"}


LIGHT: Final = Tokens(
    name="light",
    background="#FBF6F0",
    surface="#FFFFFF",
    sunken="#F3EAE0",
    text="#2A211C",
    muted="#6F6058",
    accent="#C2415D",
    accent_strong="#A8334D",
    on_accent="#FFFFFF",
    accent_soft="#FBE6E9",
    ok="#2F7D4F",
    warning="#9A5B00",
    error="#B3261E",
    ok_soft="#E4F3E9",
    warning_soft="#FCF0DA",
    error_soft="#FCE8E5",
    border="#D9CBBE",
    outline="#94847A",
)

DARK: Final = Tokens(
    name="dark",
    background="#1C1817",
    surface="#272120",
    sunken="#151211",
    text="#F5EDE6",
    muted="#B5A69C",
    accent="#F28BA0",
    accent_strong="#F7A9B9",
    on_accent="#2A0F17",
    accent_soft="#46262E",
    ok="#7CCB9A",
    warning="#F0B45B",
    error="#FF9A8F",
    ok_soft="#1F3227",
    warning_soft="#3A2C17",
    error_soft="#41211E",
    border="#4A403C",
    outline="#857871",
)

STRONG_LIGHT: Final = replace(
    LIGHT,
    background="#FFFFFF",
    sunken="#F3EAE0",
    text="#000000",
    muted="#2A211C",
    accent="#8E1F3C",
    accent_strong="#6E1029",
    ok="#14532F",
    warning="#5F3700",
    error="#8A120B",
    border="#2A211C",
    outline="#000000",
)
"""For who wants more contrast: 7:1 for text, hard edges."""

STRONG_DARK: Final = replace(
    DARK,
    background="#000000",
    surface="#120F0E",
    sunken="#000000",
    text="#FFFFFF",
    muted="#F5EDE6",
    accent="#FFB3C1",
    accent_strong="#FFCCD5",
    ok="#A9E8C0",
    warning="#FFD08A",
    error="#FFC2BB",
    border="#F5EDE6",
    outline="#FFFFFF",
)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, relative luminance."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
