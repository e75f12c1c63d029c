"""What is said of files that were left out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from shared.limits import BATCH_MAX_GENERATIONS

if TYPE_CHECKING:
    from desktop.workers.gathering import Gathered


def skipped_words(gathered: "Gathered") -> tuple[str, str]:
    """A headline, and the reasons."""
    say = QCoreApplication.translate
    if gathered.others == 1 and not (gathered.too_many or gathered.unread or gathered.is_cut_short):
        return (
            say("Skipped", "One file was left out."),
            say("Skipped", "It is not a photo that works."),
        )
    reasons = []
    if gathered.too_many:
        reasons.append(
            say("Skipped", "At most {most} photos work at once; {count} more were found.").format(
                most=BATCH_MAX_GENERATIONS, count=gathered.too_many
            )
        )
    if gathered.others == 1:
        reasons.append(say("Skipped", "One file is not a photo that works."))
    elif gathered.others:
        reasons.append(
            say("Skipped", "{count} files are not photos that work.").format(count=gathered.others)
        )
    if gathered.unread:
        reasons.append(say("Skipped", "Some folders could not be read, or lie too deep."))
    if gathered.is_cut_short:
        reasons.append(say("Skipped", "There were too many files to look at all of them."))
    return say("Skipped", "Some files were left out."), " ".join(reasons)
