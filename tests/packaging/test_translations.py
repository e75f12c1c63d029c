"""The German words: there, complete, and with every value in its place."""

import importlib
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
GERMAN = ROOT / "resources" / "translations" / "plushifyme_de.ts"
MAY_WAIT = 0.05
"""So many sentences, newer than the last translation, may still be English."""
_PLACE = re.compile(r"\{[^}]*\}")


@pytest.fixture
def translations(scripts: None) -> ModuleType:
    """The script that keeps the translations."""
    return importlib.import_module("translations")


def test_nearly_every_sentence_of_the_app_is_translated(translations: ModuleType) -> None:
    known = translations.entries(GERMAN)
    sentences = translations.sources.all_sentences()

    missing = [each for each in sentences if not known.get(each)]

    assert len(sentences) > 400
    assert len(missing) <= MAY_WAIT * len(sentences), "\n".join(map(str, missing))


def test_each_translation_has_the_values_of_its_sentence(translations: ModuleType) -> None:
    wrong = [
        (each.text, words)
        for each, words in translations.entries(GERMAN).items()
        if words and sorted(_PLACE.findall(each.text)) != sorted(_PLACE.findall(words))
    ]

    assert wrong == []


def test_translations_begin_and_end_as_their_sentences(translations: ModuleType) -> None:
    def edges(text: str) -> tuple[bool, bool, str]:
        last = text[-1:] if text[-1:] in {".", "…", "?", "!", ":"} else ""
        return text.startswith(" "), text.endswith(" "), last

    wrong = [
        (each.text, words)
        for each, words in translations.entries(GERMAN).items()
        if words and edges(each.text) != edges(words)
    ]

    assert wrong == []


def test_what_the_app_reads_was_made_from_what_translators_write(
    translations: ModuleType, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh.qm"
    translations.release(GERMAN, fresh)

    assert GERMAN.with_suffix(".qm").read_bytes() == fresh.read_bytes()


def test_a_new_sentence_comes_unfinished_and_keeps_the_others(
    translations: ModuleType, tmp_path: Path
) -> None:
    sentence = translations.sources.Sentence
    ts = tmp_path / "plushifyme_de.ts"
    shutil.copyfile(GERMAN, ts)
    before = translations.entries(ts)
    some = [each for each, words in before.items() if words][:20]

    translations.update(ts, [*some, sentence("New", "Feed the {animal}")], "de")

    after = translations.entries(ts)
    assert {each: before[each] for each in some} == {each: after[each] for each in some}
    assert after[sentence("New", "Feed the {animal}")] == ""
    assert len(after) == len(some) + 1


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (
            'class Page:\n    def f(self):\n        self.tr("Hello " "there")',
            ("Page", "Hello there"),
        ),
        ('say = translate\nsay("Dates", "Today")', ("Dates", "Today")),
        ('X = QT_TRANSLATE_NOOP("Job", "Ready")', ("Job", "Ready")),
        ('raise Broken(f"{name} is gone.")', ("Message", "{name} is gone.")),
    ],
)
def test_sentences_are_found_wherever_they_stand(
    source: str, found: tuple[str, str], translations: ModuleType, tmp_path: Path
) -> None:
    for name in ("desktop/ui", "backend/services", "backend/local_cloud", "shared/draft"):
        (tmp_path / name).mkdir(parents=True)
    single = ("backend/errors.py", "backend/local_cloud/cloud.py")
    for name in (*single, "shared/styles.py", "shared/draft/doubt.py"):
        (tmp_path / name).write_text("", "utf-8")
    (tmp_path / "desktop" / "page.py").write_text(source, "utf-8")

    sentences = translations.sources.all_sentences(tmp_path)

    assert found in [(each.context, each.text) for each in sentences]


def test_a_text_that_cannot_be_found_is_refused(translations: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "desktop").mkdir()
    (tmp_path / "desktop" / "page.py").write_text("self.tr(text)", "utf-8")

    with pytest.raises(translations.sources.DynamicText, match=r"page\.py:1"):
        translations.sources.all_sentences(tmp_path)
