"""Finds every sentence that the app shows, for its translation files and for the tests of them.

Sentences stand in the sources in English, each in a context:

- `self.tr("...")`: the class it stands in;
- `translate("Context", "...")`, `QT_TRANSLATE_NOOP("Context", "...")`, also by a local name `say`;
- the styles' names and summaries in `shared/styles.py`: "Style";
- what errors say, in the app and the server, what the draft engine doubts, and the steps of the
  local cloud's start: "Message".
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MESSAGE = "Message"
_BY_CONTEXT = frozenset({"translate", "say", "QT_TRANSLATE_NOOP"})
_STEP_OF_START = re.compile(r'"((?:Starting|Creating) the [a-z ]+)"')
_NOT_TOLD = frozenset(
    {
        "A ledger entry adds at least one credit.",
        "A picture that does not exist cannot be enqueued.",
        "The request must be JSON, with the content type application/json.",
        "{name} = ?",
        "{what}: {words}.",
    }
)
"""For programmers and for one-line logs."""
_TELLING_ARGUMENTS = frozenset({"title", "advice", "charged", "message"})


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """One text and where it belongs."""

    context: str
    text: str


class DynamicText(Exception):
    """Something is translated that cannot be found in the sources."""


def all_sentences(root: Path = ROOT) -> list[Sentence]:
    """Every sentence once, in order.

    Raises:
        DynamicText: A text is put together before it is translated; the message says where.
    """
    found = {sentence for file in _python_files(root / "desktop") for sentence in _in_ui(file)}
    found |= {Sentence("Style", text) for text in _styles(root / "shared" / "styles.py")}
    found |= {Sentence(MESSAGE, text) for text in message_templates(root)}
    return sorted(found)


def message_templates(root: Path = ROOT) -> list[str]:
    """What errors say; `{name}` stands where a value comes in."""
    files = [
        *(file for file in _python_files(root / "desktop") if "ui" not in file.parts),
        root / "backend" / "errors.py",
        *_python_files(root / "backend" / "services"),
        root / "shared" / "draft" / "doubt.py",
    ]
    told = {text for file in files for text in _told(file)}
    cloud = (root / "backend" / "local_cloud" / "cloud.py").read_text(encoding="utf-8")
    steps = {"Starting", *_STEP_OF_START.findall(cloud)}
    return sorted(steps | {text for text in told if _is_sentence(text)})


def _python_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def _in_ui(file: Path) -> Iterator[Sentence]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    yield from _walk(tree, "", file)


def _walk(node: ast.AST, context: str, file: Path) -> Iterator[Sentence]:
    if isinstance(node, ast.ClassDef):
        context = node.name
    if isinstance(node, ast.Call) and node.args:
        yield from _of_call(node, context, file)
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, context, file)


def _of_call(call: ast.Call, context: str, file: Path) -> Iterator[Sentence]:
    name = _called(call)
    first = _constant(call.args[0])
    if name == "tr":
        if first is None:
            raise DynamicText(f"{file.name}:{call.lineno}: tr() of something that is no plain text")
        yield Sentence(context, first)
    elif name in _BY_CONTEXT and len(call.args) > 1 and first is not None:
        text = _constant(call.args[1])
        if text is not None:
            yield Sentence(first, text)


def _styles(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "StyleDescription":
            yield from (text for each in node.args if (text := _constant(each)) is not None)


def _told(file: Path) -> Iterator[str]:
    """What is given to errors: plain texts, and f-strings as templates."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _called(node)
            is_error = name == "__init__" or name[:1].isupper() or name == "_progress"
            told = [*node.args] if is_error else []
            told += [each.value for each in node.keywords if each.arg in _TELLING_ARGUMENTS]
            yield from (text for each in told for text in _templates(each))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(_is_told_name(target) for target in targets):
                yield from (text for each in ast.walk(node.value) for text in _templates(each))


def _is_told_name(target: ast.AST) -> bool:
    name = target.id if isinstance(target, ast.Name) else getattr(target, "attr", "")
    return name in _TELLING_ARGUMENTS or name.isupper()


def _templates(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _templates(node.body)
        yield from _templates(node.orelse)
    text = _constant(node)
    if text is not None:
        yield text
    elif isinstance(node, ast.JoinedStr):
        yield _template(node)


def _template(node: ast.JoinedStr) -> str:
    parts: list[str] = []
    unnamed = 0
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(str(value.value))
        elif isinstance(value, ast.FormattedValue):
            name = _placeholder(value.value)
            unnamed += not name
            parts.append("{" + (name or f"value{unnamed}") + "}")
    return "".join(parts)


def _placeholder(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id.strip("_")
    if isinstance(node, ast.Attribute):
        return node.attr.strip("_")
    return ""


def _is_sentence(text: str) -> bool:
    """Told to people, not to programs: begins with a capital or a value, has words, ends like one."""
    is_begun = text[:1].isupper() or text.startswith("{")
    return is_begun and " " in text and text[-1:] in {".", "!", "?"} and text not in _NOT_TOLD


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _constant(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
