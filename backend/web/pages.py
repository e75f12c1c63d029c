"""Pages as answers: plain HTML, no script, and headers that let the browser load nothing else."""

import base64
import hashlib
import re
from functools import cache
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from shared.resources import resource_path

MEDIA_TYPE: Final = "text/html"

_COMMON_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    # The address of a page may hold a token.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page(name: str, *, status: int = 200, pictures_from: str = "", **values: object) -> Response:
    """The page of a template of resources/pages; every value is escaped.

    Args:
        name: The template.
        status: Of the answer.
        pictures_from: An origin, such as the storage's, from which it may load pictures.
        values: What the template shows.
    """
    html = _templates().get_template(f"{name}.html").render(values)
    return HTMLResponse(
        html,
        status_code=status,
        headers={**_COMMON_HEADERS, "Content-Security-Policy": _page_policy(pictures_from)},
    )


def mail_body(html: str) -> Response:
    """The HTML of a mail, shown in a frame: its own styles and pictures, and nothing else."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
    return HTMLResponse(
        html, headers={**_COMMON_HEADERS, "Content-Security-Policy": f"{policy}; sandbox"}
    )


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(resource_path("pages")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    logo = resource_path("icons", "plushifyme-small.svg").read_text(encoding="utf-8")
    icon = base64.b64encode(logo.encode()).decode()
    inline = re.sub(r"\s*<title>.*?</title>", "", logo, flags=re.DOTALL)
    templates.globals.update(
        style=Markup(_style()),  # noqa: S704 - our own file
        logo=Markup(inline.replace("<svg ", '<svg aria-hidden="true" ', 1)),  # noqa: S704 - likewise
        icon=f"data:image/svg+xml;base64,{icon}",
    )
    return templates


@cache
def _style() -> str:
    return resource_path("pages", "style.css").read_text(encoding="utf-8")


@cache
def _page_policy(pictures_from: str) -> str:
    """Only our own style, by its hash; forms only to us; no frame around a page."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    pictures = f"data: {pictures_from}".strip()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src {pictures}; frame-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
