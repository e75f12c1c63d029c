"""The palette: every role in every group, so that no colour comes from the platform."""

from PySide6.QtGui import QColor, QPalette

from desktop.ui.theme.tokens import Tokens

_DISABLED_STRENGTH = 0.55


def palette_of(tokens: Tokens) -> QPalette:
    """The palette of a theme, the Disabled group included."""
    palette = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.background,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.sunken,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.on_accent,
        role.ToolTipBase: tokens.text,
        role.ToolTipText: tokens.background,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent_strong,
        role.Light: tokens.surface,
        role.Midlight: tokens.sunken,
        role.Mid: tokens.border,
        role.Dark: tokens.outline,
        role.Shadow: tokens.text,
    }
    for each, colour in colours.items():
        palette.setColor(each, QColor(colour))
    faded = mix(tokens.text, tokens.background, _DISABLED_STRENGTH)
    for each in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, faded)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.border))
    palette.setColor(QPalette.ColorGroup.Disabled, role.HighlightedText, faded)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Accent, QColor(tokens.border))
    return palette


def mix(colour: str, ground: str, strength: float) -> QColor:
    """`colour` over `ground`, as opaque as `strength` (0 to 1) says."""
    upper, lower = QColor(colour), QColor(ground)
    return QColor(
        *(
            round(above * strength + below * (1 - strength))
            for above, below in (
                (upper.red(), lower.red()),
                (upper.green(), lower.green()),
                (upper.blue(), lower.blue()),
            )
        )
    )
