"""Colours, fonts, drawings, and switching between light and dark."""

import gc
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.storage.folders import Folders
from desktop.storage.preferences import Appearance, PreferencesStore
from desktop.ui.main_window import MainWindow
from desktop.ui.theme import theme as theme_module
from desktop.ui.theme.fonts import FAMILY, load_fonts
from desktop.ui.theme.icons import illustration_renderer
from desktop.ui.theme.palette import palette_of
from desktop.ui.theme.stylesheet import stylesheet_of
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import DARK, LIGHT, STRONG_LIGHT, Tokens, contrast
from shared.resources import resource_path

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
TEXT_ON_GROUND = [
    ("text", "background"),
    ("text", "surface"),
    ("text", "sunken"),
    ("text", "accent_soft"),
    ("text", "error_soft"),
    ("text", "warning_soft"),
    ("text", "ok_soft"),
    ("muted", "background"),
    ("muted", "surface"),
    ("muted", "sunken"),
    ("muted", "accent_soft"),
    ("muted", "error_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_strong"),
    ("accent", "background"),
    ("accent", "surface"),
    ("accent_strong", "accent_soft"),
    ("accent_strong", "error_soft"),
    ("accent_strong", "warning_soft"),
    ("accent_strong", "sunken"),
    ("ok", "surface"),
    ("warning", "surface"),
    ("warning", "background"),
    ("error", "surface"),
    ("error", "background"),
    ("error", "error_soft"),
    ("background", "text"),
]
CONTROL_ON_GROUND = [
    ("outline", "background"),
    ("outline", "surface"),
    ("accent", "sunken"),
    ("error", "surface"),
    ("warning", "warning_soft"),
]
DRAWINGS = sorted(path.stem for path in resource_path("illustrations").glob("*.svg"))


@THEMES
@pytest.mark.parametrize(("upper", "lower"), TEXT_ON_GROUND)
def test_text_stands_out_from_its_ground(tokens: Tokens, upper: str, lower: str) -> None:
    assert contrast(getattr(tokens, upper), getattr(tokens, lower)) >= 4.5


@THEMES
@pytest.mark.parametrize(("upper", "lower"), CONTROL_ON_GROUND)
def test_controls_stand_out_from_their_ground(tokens: Tokens, upper: str, lower: str) -> None:
    assert contrast(getattr(tokens, upper), getattr(tokens, lower)) >= 3.0


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@THEMES
def test_no_colour_comes_from_the_platform(tokens: Tokens) -> None:
    palette = palette_of(tokens)
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Text, QPalette.ColorRole.Button):
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled):
            assert palette.isBrushSet(group, role)
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled != palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text)


@THEMES
def test_the_style_sheet_is_whole_and_sets_no_font(tokens: Tokens) -> None:
    sheet = stylesheet_of(tokens)
    assert "$" not in sheet
    assert "font-size" not in sheet
    assert "font-family" not in sheet


def test_the_bundled_font_is_used(window: MainWindow) -> None:
    assert load_fonts()
    assert QApplication.font().family() == FAMILY
    assert window.fontInfo().family() == FAMILY


@THEMES
@pytest.mark.parametrize("name", DRAWINGS)
def test_every_drawing_has_colours_in_both_themes(tokens: Tokens, name: str, qapp: object) -> None:
    source = resource_path("illustrations", f"{name}.svg").read_text("utf-8")
    assert set(re.findall(r"\{(\w+)\}", source)) <= set(tokens.colours())
    renderer = illustration_renderer(name, tokens.colours())
    assert renderer.isValid()
    image = QImage(200, 160, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    colours = {image.pixel(x, y) for x in range(0, 200, 5) for y in range(0, 160, 5)}
    assert len(colours) > 50


def test_a_chosen_theme_is_shown_at_once_and_remembered(
    window: MainWindow, folders: Folders
) -> None:
    for appearance, tokens in ((Appearance.DARK, DARK), (Appearance.LIGHT, LIGHT)):
        window.theme.choose(appearance)
        assert window.theme.tokens is tokens
        assert window.palette().color(QPalette.ColorRole.Window) == QColor(tokens.background)
        corner = window.grab().toImage().pixelColor(4, 4)
        assert corner == QColor(tokens.background)
        assert PreferencesStore(folders.preferences_file).current.appearance is appearance


def test_the_system_is_followed_until_a_theme_is_chosen(
    folders: Folders, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_dark = True
    monkeypatch.setattr(theme_module, "_is_system_dark", lambda: is_dark)
    theme = Theme(PreferencesStore(folders.preferences_file))
    assert theme.tokens.name == "dark"
    is_dark = False
    with qtbot.waitSignal(theme.changed):
        theme._on_system_changed()
    assert theme.tokens.name == "light"
    theme.choose(Appearance.DARK)
    theme._on_system_changed()
    assert theme.tokens.name == "dark"
    theme.choose(Appearance.LIGHT)


def test_the_systems_wish_for_contrast_is_followed_until_another_is_chosen(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = window.theme
    theme.choose(Appearance.LIGHT)
    wishes = theme_module.system_hints()[1]

    monkeypatch.setattr(theme_module, "_is_system_strong", lambda: True)
    wishes.contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    assert theme.tokens is STRONG_LIGHT

    theme.choose_contrast(is_strong=False)
    assert theme.tokens is LIGHT

    # Back at what the system does: from here on it is followed again.
    theme.choose_contrast(is_strong=True)
    monkeypatch.setattr(theme_module, "_is_system_strong", lambda: False)
    wishes.contrastPreferenceChanged.emit(Qt.ContrastPreference.NoPreference)
    assert theme.tokens is LIGHT


def test_what_tells_the_systems_wishes_outlives_every_window(qapp: QApplication) -> None:
    for _ in range(2):
        system, wishes = theme_module.system_hints()
        assert isinstance(system.colorScheme(), Qt.ColorScheme)
        assert isinstance(wishes.contrastPreference(), Qt.ContrastPreference)
        del system, wishes
        gc.collect()
