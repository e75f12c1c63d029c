"""The app's storage at full work, to be killed: `python -m tests.desktop.proofs.busy_app`.

Syncs, starts afresh, fetches files, changes pictures and sends the changes, for ever. Arguments: a
folder, the server's address, the user's id, a token, and a seed.
"""

import random
import sys
from pathlib import Path

from desktop.api.downloads import FileOf
from desktop.errors import DesktopError
from desktop.storage.change_queue import NO, YES, ChangedField, Place
from desktop.storage.folders import Folders
from desktop.storage.gallery_filter import GalleryFilter
from desktop.workers import pictures
from desktop.workers.gallery_sync import GallerySync
from desktop.workers.tools import Server, Tools
from shared.gallery import Image

BUDGET_BYTES = 4_000
"""Less than one photo and one picture together: each makes the other go."""
SERVER_NAME = "the server"


def tools_of(folder: Path, url: str, user_id: str, token: str) -> Tools:
    """Everything that is kept in this folder, opened."""
    tools = Tools(Folders.below(folder))
    tools.budget_bytes = BUDGET_BYTES
    tools.use_server(Server(url=url, name=SERVER_NAME))
    tools.enter_account(user_id, token)
    return tools


def ids_of(tools: Tools) -> list[str]:
    """The pictures of the gallery and of the trash."""
    index = tools.account.index
    return [
        str(key[-1])
        for trashed in (False, True)
        for key in index.find(GalleryFilter(trashed=trashed))
    ]


def sync(tools: Tools) -> None:
    """One round."""
    both = GallerySync(tools.client, tools.account)
    for _ in both.send(lambda: False):
        pass
    for _ in both.catch_up(lambda: False):
        pass


def has_files(image: Image) -> bool:
    """Whether it was really made, rather than only written into the database."""
    return image.prompt == ""


def _work(tools: Tools, choice: random.Random) -> None:
    account = tools.account
    deed = choice.random()
    if deed < 0.2:
        sync(tools)
    elif deed < 0.3:
        account.index.begin_afresh()
        sync(tools)
    elif deed < 0.6:
        image_id = choice.choice(ids_of(tools))
        field, value = choice.choice(
            [
                (ChangedField.TITLE, f"Biscuit {choice.randrange(9)}"),
                (ChangedField.FAVOURITE, choice.choice([YES, NO])),
                (ChangedField.TAG, choice.choice(["+", "-"]) + f"tag {choice.randrange(3)}"),
                (ChangedField.PLACE, choice.choice([Place.TRASH.value, Place.GALLERY.value])),
            ]
        )
        account.changes.add([image_id], field, value)
        account.index.refresh([image_id])
    else:
        made = [image for image, _ in account.index.images(ids_of(tools)) if has_files(image)]
        file_of: FileOf = choice.choice([pictures.result_file, pictures.photo_file])
        pictures.file_data(tools, choice.choice(made), file_of)


def main() -> None:
    """Work until killed."""
    folder, url, user_id, token, seed = sys.argv[1:]
    tools = tools_of(Path(folder), url, user_id, token)
    choice = random.Random(int(seed))
    sync(tools)
    sys.stdout.write("busy\n")
    sys.stdout.flush()
    while True:
        try:
            _work(tools, choice)
        except DesktopError as error:
            sys.stderr.write(f"{error}\n")


if __name__ == "__main__":
    main()
