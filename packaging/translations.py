"""Keeps the app's translations: finds its sentences, and makes what the app reads.

`make translations` runs it. New sentences come unfinished into resources/translations/*.ts, which Qt
Linguist edits; sentences that nothing shows any more go. From each `.ts` a `.qm` is made.

    python packaging/translations.py          find and make
    python packaging/translations.py missing  list what is not translated yet
"""

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import translation_sources as sources

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
MESSAGES = FOLDER / "messages.txt"
"""What errors say, so that the app recognises it when a server or a worker says it."""
LANGUAGES = ("de",)


def main(arguments: list[str]) -> int:
    """Do what is asked. Returns the exit code."""
    if arguments == ["missing"]:
        return _list_missing()
    FOLDER.mkdir(exist_ok=True)
    sentences = sources.all_sentences()
    MESSAGES.write_text("\n".join(sources.message_templates()) + "\n", encoding="utf-8")
    for language in LANGUAGES:
        ts = FOLDER / f"plushifyme_{language}.ts"
        update(ts, sentences, language)
        release(ts, ts.with_suffix(".qm"))
    return 0


def update(ts: Path, sentences: list[sources.Sentence], language: str) -> None:
    """Let Qt's lupdate bring the file up to date; translations that are there stay."""
    with tempfile.TemporaryDirectory() as folder:
        stub = Path(folder) / "sentences.py"
        lines = [f"QT_TRANSLATE_NOOP({each.context!r}, {each.text!r})" for each in sentences]
        stub.write_text("\n".join(lines) + "\n", encoding="utf-8")
        options = ["-silent", "-no-obsolete", "-locations", "none", "-source-language", "en"]
        options += ["-target-language", language, "-disable-heuristic", "sametext"]
        _run("lupdate", *options, str(stub), "-ts", str(ts))


def release(ts: Path, qm: Path) -> None:
    """Make the file that the app reads; unfinished sentences stay English."""
    _run("lrelease", "-silent", str(ts), "-qm", str(qm))


def entries(ts: Path) -> dict[sources.Sentence, str]:
    """Each sentence of a file with its translation; "" where there is none or it is unfinished."""
    found: dict[sources.Sentence, str] = {}
    for context in ET.parse(ts).getroot().iter("context"):  # noqa: S314 - our own file
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            is_done = translation is not None and translation.get("type") is None
            text = (translation.text or "") if translation is not None and is_done else ""
            found[sources.Sentence(name, message.findtext("source", ""))] = text
    return found


def _list_missing() -> int:
    missing = 0
    for language in LANGUAGES:
        known = entries(FOLDER / f"plushifyme_{language}.ts")
        for sentence in sources.all_sentences():
            if not known.get(sentence):
                print(f"{language} {sentence.context}: {sentence.text}")
                missing += 1
    return int(missing > 0)


def _run(tool: str, *arguments: str) -> None:
    name = f"pyside6-{tool}" + (".exe" if sys.platform == "win32" else "")
    program = Path(sys.executable).parent / name
    subprocess.run([str(program), *arguments], check=True)  # noqa: S603 - a tool of PySide


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
