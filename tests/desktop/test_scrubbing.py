"""Reports tell what the app did, and nothing about the person."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.scrubbing import scrub


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Authorization: Bearer pm_8sKx0Q2v-7dPzV3k1mR4", "pm_8sKx0Q2v-7dPzV3k1mR4"),
        ("{'token': 'kLm93_secret', 'id': 4}", "kLm93_secret"),
        ('{"newPassword": "a soft bear 7"}', "a soft bear 7"),
        ("password=hunter2&name=mia", "hunter2"),
        ("mia.berg@example.co.uk was refused", "mia.berg"),
        (
            "GET https://cdn.example/u/anna.jpg?X-Amz-Signature=9f86d081884c7d65 failed",
            "9f86d081884c7d65",
        ),
        ("https://mia:secret@server.example/api", "secret"),
        ("FileNotFoundError: '/media/usb/Anna at the beach.jpeg'", "beach.jpeg"),
        ("key 01JD4ZK3Q5V7X9B1N3M5P7R9T1W3Y5A7", "01JD4ZK3Q5V7X9B1N3M5P7R9T1W3Y5A7"),
    ],
)
def test_what_is_secret_or_personal_goes(text: str, secret: str) -> None:
    assert secret in text
    assert secret not in scrub(text)


def test_the_home_folder_becomes_a_tilde() -> None:
    home = Path("/home/mia")

    assert scrub("File '/home/mia/.cache/x'", home=home, user="mia") == "File '~/.cache/x'"
    assert "mia" not in scrub("File '/media/mia/stick/x'", home=home, user="mia")


def test_what_helps_to_find_an_error_stays() -> None:
    trace = (
        "Traceback (most recent call last):\n"
        '  File "/opt/plushifyme/desktop/models/gallery.py", line 120, in on_images_changed\n'
        "    self._rows[image.id] = row\n"
        "KeyError: 'row 12'"
    )

    assert scrub(trace, home=Path("/home/mia"), user="mia") == trace


def test_the_server_that_was_asked_stays() -> None:
    assert "https://plushify.example" in scrub("no answer from https://plushify.example/api/x?y=z")


@given(st.text())
def test_any_text_can_be_scrubbed_and_twice_is_as_once(text: str) -> None:
    once = scrub(text, home=Path("/home/mia"), user="mia")

    assert scrub(once, home=Path("/home/mia"), user="mia") == once
