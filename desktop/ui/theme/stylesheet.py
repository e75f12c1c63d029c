"""The style sheet: a template in resources/qss filled with the theme's tokens.

It sets no fonts: a font in a style sheet would win over `setFont` everywhere below it.
"""

from string import Template

from desktop.ui.theme.tokens import RADIUS_CARD, RADIUS_CONTROL, Tokens
from shared.resources import resource_path


def stylesheet_of(tokens: Tokens) -> str:
    """The style sheet of a theme."""
    template = Template(resource_path("qss", "app.qss").read_text("utf-8"))
    return template.substitute(
        tokens.colours(), radius_card=f"{RADIUS_CARD}px", radius_control=f"{RADIUS_CONTROL}px"
    )
