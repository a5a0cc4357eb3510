"""``yusuan serve``: the built site on this machine, built again when something changes."""

from __future__ import annotations

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from yusuan.errors import Problem, UsageError, YusuanError
from yusuan.language import LANGUAGES, Bilingual
from yusuan.publish.pages import GENERATED
from yusuan.site.build import build_site

if TYPE_CHECKING:
    from pathlib import Path

    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

HOST = "127.0.0.1"
_QUIET_SECONDS = 0.4


class _Handler(SimpleHTTPRequestHandler):
    """Serves files, tells browsers to ask again, and keeps quiet."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Print nothing for each request."""


def serve(root: Path, port: int) -> int:
    """Build, serve and watch until interrupted; a failed build leaves the last site up."""
    build_site(root)
    handler = functools.partial(_Handler, directory=str(root / "site"))
    try:
        server = ThreadingHTTPServer((HOST, port), handler)
    except OSError as error:
        raise UsageError(
            Problem(
                Bilingual(f"端口 {port} 用不了", f"port {port} can't be used ({error.strerror})"),
                todo=Bilingual("用 --port 换一个", "choose another with --port"),
            )
        ) from error
    changed = threading.Event()
    observer = _watch(root, changed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://{HOST}:{server.server_port}/  (Ctrl+C 结束 ends)", flush=True)  # noqa: T201 - tells where to look
    try:
        while True:
            changed.wait()
            _settle(changed)
            _rebuild(root)
    finally:
        observer.stop()
        server.shutdown()


def _settle(changed: threading.Event) -> None:
    """Wait until no more changes come."""
    while changed.is_set():
        changed.clear()
        changed.wait(_QUIET_SECONDS)


def _rebuild(root: Path) -> None:
    try:
        built = build_site(root)
        print(f"✓ {built.pages} 页 pages", flush=True)  # noqa: T201 - tells that it is done
    except YusuanError as error:
        print(error, flush=True)  # noqa: T201 - the last good site stays up


def _watch(root: Path, changed: threading.Event) -> BaseObserver:
    from watchdog.events import FileSystemEventHandler  # noqa: PLC0415 - slow to import
    from watchdog.observers import Observer  # noqa: PLC0415

    class Changes(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            if event.event_type in {"modified", "created", "deleted", "moved"} and not _made(
                root, event
            ):
                changed.set()

    observer = Observer()
    for folder in ("datapackage", "docs"):
        observer.schedule(Changes(), str(root / folder), recursive=True)
    observer.schedule(Changes(), str(root), recursive=False)
    observer.start()
    return observer


def _made(root: Path, event: FileSystemEvent) -> bool:
    """Say whether an event speaks of what the build itself writes."""
    path = str(event.src_path)
    own = [
        str(root / "docs" / language / name)
        for language in LANGUAGES
        for name in (*GENERATED, "index.md")
    ]
    own += [str(root / name) for name in ("site", ".build", ".site.last")]
    return event.is_directory or "/." in path or any(path.startswith(name) for name in own)
