"""The rules of the house as guards: each takes a tree's folder and returns what offends, one text each."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SOURCE_FOLDERS = ("services", "shared", "deploy")
PACKAGES = ("services/rates", "services/register", "services/reporting", "shared", "deploy")
LONGEST = {"source file": 250, "test file": 400, "function": 40, "view": 12}
VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|manager|base|misc|stuff)(_|$)")
ROUTE = ("route", "get", "post", "put", "delete")
READS_THE_CLOCK = re.compile(r"\b(utcnow\(|datetime\.now\(|date\.today\(|time\.time\()")
READ_BY_USERS = (".py", ".md", ".sh", ".txt", ".yml", ".yaml", ".toml", ".html", ".json", ".conf")
NOT_DELIVERED = {".git", ".venv", "var", "node_modules", ".hypothesis"}
PACKAGE_HOST = re.compile(r"https?://[\w.-]*(pypi|python\w+|npmjs|debian|maven)\b", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(^|[\s\"'(=])/(home|work|farm|root)/")
# posts to subscribers, and refuses addresses inside our own network
OUTWARD = "services/rates/webhooks.py"
HTTP_CLIENTS = ("urllib.request", "http.client", "requests", "httpx", "urllib3", "aiohttp")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def long_files(root: Path) -> list[str]:
    """Source files of more than 250 lines, test files of more than 400."""
    files = [(path, "source file") for path in sources(root)]
    files += [(path, "test file") for path in sorted((root / "tests").rglob("*.py"))]
    return [
        f"{named(path, root)} ({lines})"
        for path, kind in files
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST[kind]
    ]


def long_functions(root: Path) -> list[str]:
    """More than 40 lines, signature and docstring included; migrations are written by a machine."""
    return [
        f"{named(path, root)}:{node.name} ({lines})"
        for path in sources(root)
        if "migrations/versions" not in path.as_posix()
        for node in functions(path)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST["function"]
    ]


def long_views(root: Path) -> list[str]:
    """Read, authorise, one transaction, one action, answer: a body above 12 lines does more than that."""
    return [
        f"{named(path, root)}:{node.name} ({lines})"
        for path in sources(root)
        if {path.stem, path.parent.name} & {"routes", "pages"}
        for node in functions(path)
        if any(_is_route(decorator) for decorator in node.decorator_list)
        if (lines := (node.end_lineno or node.lineno) - node.body[0].lineno + 1) > LONGEST["view"]
    ]


def vague_names(root: Path) -> list[str]:
    """Modules and folders named by nothing that they hold."""
    return [
        named(path, root)
        for path in sources(root)
        if any(VAGUE.search(part) for part in path.relative_to(root).with_suffix("").parts)
    ]


def silent_packages(root: Path) -> list[str]:
    """Services and roots whose first page does not say what they are."""
    return [
        package
        for package in PACKAGES
        if not ast.get_docstring(ast.parse((root / package / "__init__.py").read_text(encoding="utf-8")))
    ]


def clock_readers(root: Path) -> list[str]:
    """Services that ask what time it is; it is an argument, from the clock given to create_app."""
    return [
        named(path, root)
        for path in sources(root)
        if path.is_relative_to(root / "services") and READS_THE_CLOCK.search(path.read_text(encoding="utf-8"))
    ]


def http_clients(root: Path) -> list[str]:
    """Services that could call each other: they talk by events. Import contracts see no part of urllib."""
    return [
        f"{named(path, root)}: {name}"
        for path in sources(root)
        if path.is_relative_to(root / "services") and named(path, root) != OUTWARD
        for name in imported_names(path)
        if any(name == client or name.startswith(f"{client}.") for client in HTTP_CLIENTS)
    ]


def late_imports(root: Path) -> list[str]:
    """Imports inside functions, which dodge a cycle instead of mending it; no exception by comment counts."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--ignore-noqa"]
    form = ["--select", "PLC0415", "--output-format", "concise", "services", "shared"]
    done = subprocess.run([*command, *form], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return [line for line in done.stdout.splitlines() if "PLC0415" in line]


def foreign_words(root: Path) -> list[str]:
    """Paths of a machine and hosts of packages in anything a user receives."""
    return [
        named(path, root)
        for path in sorted(root.rglob("*"))
        if path.suffix in READ_BY_USERS and path.is_file()
        if not NOT_DELIVERED & set(path.relative_to(root).parts) and path != Path(__file__).resolve()
        if _speaks_of_elsewhere(path.read_text(encoding="utf-8", errors="replace"))
    ]


def sources(root: Path) -> list[Path]:
    return sorted(
        path
        for folder in SOURCE_FOLDERS
        for path in (root / folder).rglob("*.py")
        if "node_modules" not in path.parts
    )


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node


def imported_names(path: Path) -> Iterator[str]:
    """Dotted names that the file imports, wherever in it: `from a import b` gives a and a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def named(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _is_route(decorator: ast.expr) -> bool:
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(call, ast.Attribute) and call.attr in ROUTE


def _speaks_of_elsewhere(text: str) -> bool:
    return bool(PACKAGE_HOST.search(text) or MACHINE_PATH.search(text))
