"""Every sentence that the code can tell an operator, read from its source: raised, logged, or answered over HTTP."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import ROOT

GAP = "..."
"""Stands for what is only known when it is told."""
OWN_WORDS_MIN = 3
"""A text with fewer words of its own passes on somebody else's sentence."""
RAISED = {
    "AnswerError",
    "BackupError",
    "CommandError",
    "DatabaseAddressError",
    "DemoHistoryError",
    "EmbeddedPostgresError",
    "MigrationError",
    "NotAtHeadError",
    "NotEmptyError",
    "SettingsError",
    "ShopLoadError",
}
LOGGED = {"warning", "error", "exception", "critical"}
LOGGERS = {"_log", "logger"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One sentence, and where it stands."""

    text: str
    place: str


def collect_messages() -> list[Told]:
    """Return the sentences of the package, each with gaps where values go."""
    return [told for path in sorted((ROOT / "assistant").rglob("*.py")) for told in _collect(path)]


def _collect(path: Path) -> Iterator[Told]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and (argument := _find_text(call)) is not None:
            text = _to_text(argument, constants)
            if len([word for word in text.split() if GAP not in word]) >= OWN_WORDS_MIN:
                yield Told(text=text, place=f"{path.relative_to(ROOT)}:{call.lineno}")


def _find_text(call: ast.Call) -> ast.expr | None:
    """Return the expression that makes the text of a call, where the call tells something."""
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    match call.func:
        case ast.Name(id=name) if name in RAISED:
            return call.args[0] if call.args else None
        case ast.Name(id="_answer") if len(call.args) > 1:
            return call.args[1]
        case ast.Name(id="too_many"):
            return call.args[0]
        case ast.Name(id="Rejected"):
            return named.get("reason")
        case ast.Attribute(value=ast.Name(id=owner), attr=how) if owner in LOGGERS and how in LOGGED:
            return call.args[0]
        case ast.Attribute(value=ast.Name(id="web"), attr=name) if name.startswith("HTTP"):
            return named.get("text")
    return None


def _to_text(expression: ast.expr, constants: Mapping[str, ast.expr]) -> str:
    match expression:
        case ast.Name(id=name) if name in constants:
            return _to_text(constants[name], {})
        case ast.Constant(value=str(text)):
            return re.sub(r"%[sdrg]|%\.\df", GAP, text)
        case ast.JoinedStr(values=parts):
            return "".join(_to_text(part, constants) for part in parts)
        case ast.BinOp(left=left, right=right):
            return _to_text(left, constants) + _to_text(right, constants)
    return GAP
