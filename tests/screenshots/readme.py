"""`python -m tests.screenshots.readme SCREENSHOTS FOLDER`: the README's pictures, small enough to keep."""

import sys
from pathlib import Path

from PIL import Image

PICTURES = {
    "create": "light/create-drafts-1280x800.png",
    "result": "light/job-done-1280x800.png",
    "gallery": "dark/gallery-full-1280x800.png",
}
"""By the name that the README uses."""
MOST_BYTES = 200_000
_QUALITIES = (90, 80, 70, 60)


def main() -> int:
    """Write them. Returns the exit code."""
    screenshots, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in PICTURES.items():
        target = folder / f"{name}.webp"
        with Image.open(screenshots / source) as opened:
            picture = opened.convert("RGB")
        for quality in _QUALITIES:
            picture.save(target, "WEBP", quality=quality, method=6)
            if target.stat().st_size <= MOST_BYTES:
                break
        sys.stdout.write(f"{target}: {target.stat().st_size / 1000:.0f} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
