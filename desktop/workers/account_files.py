"""What belongs to one signed-in person on this computer, opened once for all worker threads."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from desktop.storage.change_queue import ChangeQueue
from desktop.storage.content_store import ContentStore
from desktop.storage.folders import AccountFolders
from desktop.storage.gallery_index import GalleryIndex
from desktop.storage.gallery_rows import FILES
from desktop.storage.pending_jobs import PendingJobs
from shared.gallery import Image, ImageFile
from shared.limits import DOWNLOAD_URL_LIFETIME_S

_MOST_ADDRESSES: Final = 8_000
_USED_FOR_S: Final = 0.9 * DOWNLOAD_URL_LIFETIME_S


class Addresses:
    """Signed addresses that still work, by the hash of the file. Used from any thread."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def learn(self, image: Image) -> None:
        """The server has told of an image just now."""
        told_at = time.monotonic()
        for name in FILES:
            file: ImageFile | None = getattr(image, name)
            if file is not None and file.url:
                self._known[file.sha256] = (file.url, told_at)
        while len(self._known) > _MOST_ADDRESSES:
            self._known.popitem(last=False)

    def of(self, file: ImageFile) -> str:
        """An address that was told; "" when a new one must be asked for."""
        url, told_at = self._known.get(file.sha256, ("", 0.0))
        return url if time.monotonic() - told_at < _USED_FOR_S else ""

    def applied_to(self, image: Image) -> Image:
        """The image with the addresses that are known of its files."""
        files = {name: file for name in FILES if (file := getattr(image, name)) is not None}
        return image.model_copy(
            update={
                name: ImageFile.model_copy(file, update={"url": file.url or self.of(file)})
                for name, file in files.items()
            }
        )


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that is kept for this person; nothing of it is shared with another account."""

    user_id: str
    contents: ContentStore
    pending: PendingJobs
    changes: ChangeQueue
    index: GalleryIndex
    addresses: Addresses

    @property
    def is_kept(self) -> bool:
        """Whether the disk takes what is to be kept."""
        return self.index.is_kept and self.changes.is_kept and not self.contents.is_disk_full

    def close(self) -> None:
        """Close all files; no thread uses them any more."""
        self.contents.close()
        self.index.close()
        self.changes.close()


def open_account(user_id: str, folders: AccountFolders, budget_bytes: int) -> Account:
    """Open or create what is kept for a person. Damaged files are replaced, a full disk is borne."""
    changes = ChangeQueue(folders.changes)
    return Account(
        user_id=user_id,
        contents=ContentStore(folders.gallery / "content", budget_bytes),
        pending=PendingJobs(folders.jobs),
        changes=changes,
        index=GalleryIndex(folders.gallery / "index.sqlite", changes),
        addresses=Addresses(),
    )
