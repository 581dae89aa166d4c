"""The house stays small: sizes, names and words that a reader can rely on."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path for folder in ("services", "shared", "deploy") for path in (ROOT / folder).rglob("*.py") if "node_modules" not in path.parts
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|manager|base|misc|stuff)(_|$)")


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_source_file_has_more_than_250_lines_and_no_test_file_more_than_400() -> None:
    long = {str(path.relative_to(ROOT)): n for path in SOURCES if (n := len(path.read_text().splitlines())) > 250}
    long |= {str(path.relative_to(ROOT)): n for path in TESTS if (n := len(path.read_text().splitlines())) > 400}
    assert long == {}


def test_no_function_has_more_than_40_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name} ({node.end_lineno - node.lineno + 1})"
        for path in SOURCES
        if "migrations/versions" not in path.as_posix()
        for node in functions(path)
        if node.end_lineno and node.end_lineno - node.lineno + 1 > 40
    ]
    assert long == []


def test_modules_are_named_by_what_they_hold() -> None:
    assert [str(path.relative_to(ROOT)) for path in SOURCES if VAGUE.search(path.stem)] == []


def test_a_view_has_at_most_twelve_lines_of_body() -> None:
    """Read, authorise, one transaction, one action, answer: nothing else belongs at the edge."""
    long = []
    for path in SOURCES:
        if path.stem not in ("routes", "pages") and path.parent.name not in ("routes", "pages"):
            continue
        for node in functions(path):
            if not any(_is_route(decorator) for decorator in node.decorator_list):
                continue
            lines = (node.end_lineno or node.lineno) - node.body[0].lineno + 1
            if lines > 12:
                long.append(f"{path.relative_to(ROOT)}:{node.name} ({lines})")
    assert long == []


def _is_route(decorator: ast.expr) -> bool:
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(call, ast.Attribute) and call.attr in ("route", "get", "post", "put", "delete")


@pytest.mark.parametrize("folder", ["services/rates", "services/register", "services/reporting", "shared", "deploy"])
def test_each_package_says_on_its_first_page_what_it_is(folder: str) -> None:
    assert ast.get_docstring(ast.parse((ROOT / folder / "__init__.py").read_text())), folder


def test_rules_never_read_the_clock() -> None:
    """Time is an argument: only the clock given to create_app, and what runs outside requests, asks what time it is."""
    allowed = {"shared/runtime/db.py"}
    reads = re.compile(r"\b(utcnow\(|datetime\.now\(|date\.today\(|time\.time\()")
    found = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.is_relative_to(ROOT / "services") and reads.search(path.read_text())
    ]
    assert [name for name in found if name not in allowed] == []


def test_the_project_speaks_of_itself_alone() -> None:
    """No machine paths and no package hosts in anything a user receives."""
    host = re.compile(r"(pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|repo1?\.maven)", re.IGNORECASE)
    path_of_a_machine = re.compile(r"(^|[\s\"'(=])/(home|work|farm|root)/")
    found = []
    for path in ROOT.rglob("*"):
        if not path.is_file() or path.suffix not in {".py", ".md", ".sh", ".txt", ".yml", ".yaml", ".toml", ".html", ".json", ".conf"}:
            continue
        if {".git", ".venv", "var", "node_modules"} & set(path.parts) or path == Path(__file__).resolve():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if host.search(text) or path_of_a_machine.search(text):
            found.append(str(path.relative_to(ROOT)))
    assert found == []
