"""Takes a multipart form apart, as a server does. Source: RFC 7578."""

import email.policy
from dataclasses import dataclass
from email.parser import BytesParser


@dataclass(frozen=True)
class FormPart:
    """One field of a form; files have a name."""

    name: str
    filename: str | None
    content_type: str
    data: bytes


def parse_form(body: bytes, content_type: str) -> list[FormPart]:
    """The parts of a `multipart/form-data` body, in order."""
    header = BytesParser(policy=email.policy.HTTP).parsebytes(
        f"Content-Type: {content_type}\r\n\r\n".encode()
    )
    boundary = header.get_boundary()
    if header.get_content_type() != "multipart/form-data" or boundary is None:
        raise ValueError(f"Not a form: {content_type}")
    # The first piece is the preamble, the last one "--" and the epilogue.
    pieces = (b"\r\n" + body).split(f"\r\n--{boundary}".encode())[1:-1]
    return [_parse_part(piece) for piece in pieces]


def _parse_part(piece: bytes) -> FormPart:
    head, _, data = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    headers = BytesParser(policy=email.policy.HTTP).parsebytes(head + b"\r\n\r\n")
    name = headers["Content-Disposition"].params["name"]
    return FormPart(
        name=name,
        filename=headers.get_filename(),
        content_type=headers.get_content_type(),
        data=data,
    )
