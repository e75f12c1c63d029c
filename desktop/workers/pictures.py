"""Pictures on worker threads: from the cache or the storage, decoded, ready to be shown."""

from pathlib import Path

from PySide6.QtGui import QImage

from desktop.api.downloads import FileOf, download_file, download_preview
from desktop.errors import DesktopError, FileNotWritten
from desktop.storage.picture_files import (
    checked_target,
    decode_picture,
    encode_picture,
    write_picture,
)
from desktop.workers.tasks import Task
from desktop.workers.tools import Tools
from shared.gallery import Image, ImageFile

_NEIGHBOURS = 100

_RETRY_PAUSES_S = (0.5, 1.5, 3.0)


def file_data(tools: Tools, image: Image, file_of: FileOf) -> bytes:
    """One of an image's files, from this computer if it is there, else from the storage.

    Raises:
        DesktopError: As `download_file`.
    """
    account = tools.account
    file = file_of(image)
    if file is not None and (kept := account.contents.read(file.sha256)) is not None:
        return kept
    data = download_file(tools.client, _with_addresses(tools, image, file_of), file_of)
    if file is not None:
        account.contents.write(file.sha256, data)
    return data


def _with_addresses(tools: Tools, image: Image, file_of: FileOf) -> Image:
    """The image with an address of the file that works, if one can be had for many at once.

    What is kept on this computer has none. The server signs the neighbours' in the same request,
    and who looks at one picture will look at them.
    """
    file = file_of(image)
    addresses = tools.account.addresses
    if file is None or file.url:
        return image
    if not addresses.of(file):
        delta = tools.client.images_since(image.revision - 1, limit=_NEIGHBOURS, with_trash=True)
        for neighbour in delta.images:
            addresses.learn(neighbour)
    return addresses.applied_to(image)


def load_thumbnail(tools: Tools, image: Image) -> QImage:
    """The picture at most 256 px."""
    return decode_picture(file_data(tools, image, _thumbnail))


def load_display(tools: Tools, image: Image, longest_side_px: int | None = None) -> QImage:
    """The picture as large as a screen needs it, or smaller."""
    return decode_picture(file_data(tools, image, _display), longest_side_px)


def load_finished(task: Task[QImage], image: Image, longest_side_px: int) -> QImage:
    """The picture of a job that has just ended; a line that breaks is tried again a few times.

    Raises:
        DesktopError: As `download_file`; the picture stays safe at the server.
    """
    for pause_s in _RETRY_PAUSES_S:
        try:
            return load_display(task.tools, image, longest_side_px)
        except DesktopError as error:
            if not error.is_temporary:
                raise
        task.wait_cancelled(pause_s)
    task.raise_if_cancelled()
    return load_display(task.tools, image, longest_side_px)


def load_result(tools: Tools, image: Image) -> QImage:
    """The picture in full."""
    return decode_picture(file_data(tools, image, result_file))


def fetch_result(tools: Tools, image: Image) -> Path:
    """Bring the full picture to this computer; where it is kept. Its name is its hash.

    Raises:
        FileNotWritten: There is no room for it.
        DesktopError: As `file_data`.
    """
    file_data(tools, image, result_file)
    path = tools.account.contents.kept_path(image.result.sha256) if image.result else None
    if path is None:
        raise FileNotWritten("The picture", "there is no room for it on this computer")
    return path


def load_photo(tools: Tools, image: Image, longest_side_px: int) -> QImage | None:
    """The photo it was made from; None when it was deleted."""
    if image.photo is None:
        return None
    return decode_picture(file_data(tools, image, photo_file), longest_side_px)


def load_preview(tools: Tools, url: str) -> QImage:
    """A picture as it emerges."""
    return decode_picture(download_preview(tools.client, url))


def save_picture(
    tools: Tools, image: Image, path: Path, longest_side_px: int | None = None
) -> Path:
    """Write the picture as PNG, JPEG or WebP by the path's suffix (PNG without one).

    Args:
        tools: Has it, or fetches it.
        image: Which one.
        path: Where to.
        longest_side_px: Not larger than this; in full without it.

    Raises:
        FileNotWritten: No room, no permission, or a suffix of another format.
        DesktopError: The picture could not be loaded.
    """
    target = checked_target(path)
    data = file_data(tools, image, result_file)
    if longest_side_px is not None:
        small = decode_picture(data, longest_side_px)
        return write_picture(encode_picture(small, b"png"), "image/png", target)
    return write_picture(data, image.result.content_type if image.result else "", target)


def result_file(image: Image) -> ImageFile | None:
    """The full picture."""
    return image.result


def _thumbnail(image: Image) -> ImageFile | None:
    return image.thumbnail


def _display(image: Image) -> ImageFile | None:
    return image.display or image.result


def photo_file(image: Image) -> ImageFile | None:
    """The photo that it was made from."""
    return image.photo
