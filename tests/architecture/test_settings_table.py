"""README's settings table says what the server's settings are."""

from pathlib import Path

from pydantic.fields import FieldInfo

from backend.settings import Settings

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_lists_every_setting_with_its_default_and_meaning() -> None:
    expected = [_row(name, field) for name, field in Settings.model_fields.items()]

    assert _table_below("Settings") == expected, "README's table should be:\n" + "\n".join(
        ["| name | default | meaning |", "|---|---|---|", *expected]
    )


def _row(name: str, field: FieldInfo) -> str:
    return f"| `{name.upper()}` | {_default(field)} | {field.description} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if field.default is None or field.default == ():
        return ""
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    return f"`{field.default}`"


def _table_below(heading: str) -> list[str]:
    """The rows of the first table below a heading, without its two lines of titles."""
    lines = iter(README.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line.startswith("#") and line.strip("# ") == heading:
            break
    rows: list[str] = []
    for line in lines:
        if line.startswith("|"):
            rows.append(line)
        elif rows:
            break
    return rows[2:]
