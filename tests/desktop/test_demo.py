"""`plushifyme demo`: the whole product on this computer, with nothing replaced."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from shared.limits import RESULT_SIDE_PX
from shared.styles import Style

WITHIN_S = 350
"""It takes about ten seconds; a loaded computer may need a while."""


@pytest.mark.timeout(WITHIN_S + 10)
def test_the_demo_makes_all_four_styles(server_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "demo"
    environment = {**os.environ, "PLUSHIFYME_DATA": str(server_folder / "demo-data")}
    environment.pop("PLUSHIFYME_SERVER", None)

    finished = subprocess.run(
        [sys.executable, "-m", "desktop", "demo", "--out", str(out)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )

    assert finished.returncode == 0, finished.stderr
    summary = json.loads((out / "summary.json").read_text())
    assert summary["creditsBefore"] - summary["creditsAfter"] == len(Style)
    assert [image["style"] for image in summary["images"]] == [style.value for style in Style]
    assert all(image["seconds"] > 0 for image in summary["images"])
    assert not QImage(str(out / "original.png")).isNull()
    pictures = [QImage(str(out / f"{style}.png")) for style in Style]
    assert {picture.width() for picture in pictures} == {RESULT_SIDE_PX}
    assert len({bytes(picture.constBits()) for picture in pictures}) == len(Style)
