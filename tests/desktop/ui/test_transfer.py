"""What is taken of what other programs offer; the offers are recorded ones."""

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from desktop.ui.transfer import photo_of, takes
from tests.desktop import other_programs
from tests.desktop.other_programs import BLOB_URL, PAGE, PHOTO_URL, Offer

FILE, PNG, JPEG = b"the file", b"a png", b"a jpeg"


def test_of_chromiums_picture_the_address_is_taken_and_its_file_not_asked_for() -> None:
    offer = other_programs.photo_of_chromium(FILE)

    assert takes(offer)
    found = photo_of(offer)

    assert found is not None
    assert (found.url, found.data) == (PHOTO_URL, b"")
    assert "application/octet-stream" not in offer.asked, "beyond a megabyte it never comes"


def test_of_a_linked_picture_the_picture_is_taken() -> None:
    offer = other_programs.linked_photo_of_chromium(FILE)

    assert takes(offer)
    found = photo_of(offer)
    assert found is not None
    assert found.url == f"{PAGE}/coffee.jpg"


def test_of_a_picture_that_only_its_page_knows_chromiums_file_is_taken() -> None:
    offer = other_programs.blob_of_chromium(FILE)

    assert takes(offer)
    found = photo_of(offer)
    assert found is not None
    assert (found.url, found.data) == ("", FILE)


def test_a_file_that_chromium_does_not_give_is_no_photo() -> None:
    assert photo_of(other_programs.blob_of_chromium(b"")) is None


def test_a_file_of_something_else_than_a_picture_is_not_wanted() -> None:
    tag = f'<a href="{BLOB_URL}" download>A film</a>'
    offer = other_programs.dragged_from_chromium(BLOB_URL, tag, FILE)

    assert not takes(offer)
    assert photo_of(offer) is None


def test_a_link_is_asked_for_like_a_picture() -> None:
    offer = other_programs.link_of_chromium()

    assert takes(offer)
    found = photo_of(offer)
    assert found is not None
    assert found.url == f"{PAGE}/page.html"


def test_a_picture_that_was_copied_in_chromium_is_not_decoded_yet() -> None:
    offer = other_programs.copied_in_chromium(PNG)

    assert takes(offer)
    found = photo_of(offer)

    assert found is not None
    assert (found.data, found.image, found.url) == (PNG, None, PHOTO_URL)
    assert "application/x-qt-image" not in offer.asked


def test_of_firefoxs_photo_the_jpeg_is_asked_for_which_is_made_much_sooner() -> None:
    offer = other_programs.photo_of_firefox(png=PNG, jpeg=JPEG)

    assert takes(offer)
    assert not {"image/png", "image/jpeg"} & set(offer.asked), "nothing is let go yet"
    found = photo_of(offer)

    assert found is not None
    assert (found.data, found.url) == (JPEG, PHOTO_URL)
    assert "image/png" not in offer.asked


def test_of_firefoxs_other_pictures_the_png_is_taken_which_keeps_what_is_transparent() -> None:
    found = photo_of(other_programs.blob_of_firefox(png=PNG, jpeg=JPEG))

    assert found is not None
    assert (found.data, found.url) == (PNG, "")


def test_a_format_that_stays_empty_gives_way_to_the_next() -> None:
    found = photo_of(other_programs.photo_of_firefox(png=PNG, jpeg=b""))

    assert found is not None
    assert found.data == PNG


def test_files_of_thunar_are_taken_with_their_names() -> None:
    offer = other_programs.copied_in_thunar()

    assert takes(offer)
    found = photo_of(offer)
    assert found is not None
    assert found.paths == ("/tmp/outbox/coffee.jpg", "/tmp/outbox/Mein Kätzchen #1.jpg")


def test_a_file_of_pcmanfm_is_taken() -> None:
    offer = other_programs.dragged_from_pcmanfm()

    assert takes(offer)
    found = photo_of(offer)
    assert found is not None
    assert found.paths == ("/tmp/inbox/plushie-cute-fluffy-b238bb.png",)


def test_pixels_without_a_file_are_taken_as_they_are() -> None:
    data = QMimeData()
    data.setImageData(QImage(20, 10, QImage.Format.Format_RGB32))

    assert takes(data)
    found = photo_of(data)
    assert found is not None
    assert found.image is not None
    assert found.image.width() == 20


def test_an_empty_offer_is_no_photo() -> None:
    assert not takes(Offer({}))
    assert photo_of(Offer({})) is None


def test_a_picture_of_a_page_is_preferred_to_the_link_around_it() -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://pets.example/page")])
    data.setHtml(
        '<a href="/page"><IMG class="x" src="https://pets.example/cat.jpg?a=1&amp;b=2"></a>'
    )

    assert takes(data)
    found = photo_of(data)
    assert found is not None
    assert found.url == "https://pets.example/cat.jpg?a=1&b=2"


@pytest.mark.parametrize("text", ["https://pets.example/", "cat.jpg", "see https://a.b/cat.jpg"])
def test_text_is_not_mistaken_for_a_picture(text: str) -> None:
    data = QMimeData()
    data.setText(text)

    assert not takes(data)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:alert(1)", "ftp://a.b/c.jpg"]
)
def test_only_web_addresses_of_a_page_are_taken(address: str) -> None:
    data = QMimeData()
    data.setHtml(f'<img src="{address}">')

    assert not takes(data)
