"""MkDocs over the pages of one language.

There is one ``mkdocs.yml``. It is written for the first language; what it says otherwise in
another one (names, titles of the navigation, the theme's own words) stands in it under
``extra.languages``.
"""

from __future__ import annotations

import copy
import logging
import os
from typing import TYPE_CHECKING, Any

from yusuan import __version__
from yusuan.errors import BuildError, Problem
from yusuan.language import LANGUAGES, Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from yusuan.publish.libraries import Served

CONFIG = "mkdocs.yml"


def run_mkdocs(
    root: Path,
    language: str,
    target: Path,
    words: Path | None = None,
    libraries: Sequence[Served] = (),
) -> None:
    """Run MkDocs, strictly, with the segmenter's own words in a file and the libraries that the about page names.

    Raises :class:`BuildError` with what it had to say.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "true")
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1640995200")
    import jieba  # noqa: PLC0415 - slow to import
    from mkdocs.commands.build import build  # noqa: PLC0415 - slow to import
    from mkdocs.config import load_config  # noqa: PLC0415 - slow to import
    from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException  # noqa: PLC0415 - slow to import
    from mkdocs.utils.yaml import yaml_load  # noqa: PLC0415 - slow to import

    from yusuan.site.described import DescribedPages  # noqa: PLC0415 - imports mkdocs
    from yusuan.site.finished import FinishedPages  # noqa: PLC0415 - imports mkdocs

    said = _Said()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(said)
    logger.setLevel(logging.WARNING)
    jieba.setLogLevel(logging.WARNING)
    try:
        with (root / CONFIG).open("rb") as stream:
            own = overrides(yaml_load(stream), language)
            stream.seek(0)
            config = load_config(stream, site_dir=str(target), strict=True, **own)
        config.extra["yusuan_version"] = __version__
        if words:
            config.plugins["material/search"].config["jieba_dict_user"] = str(words)
        config.plugins["yusuan/finished"] = FinishedPages()
        config.plugins["yusuan/described"] = DescribedPages()
        config.extra["libraries"] = libraries
        build(config)
    except (Abort, ConfigurationError, MkDocsException, SystemExit) as error:
        messages = said.messages or [str(error)]
        raise BuildError(
            [
                Problem(Bilingual("MkDocs 没有建成", f"MkDocs did not build: {text}"), CONFIG)
                for text in messages
            ]
        ) from error
    finally:
        logger.removeHandler(said)


def overrides(config: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Give what differs from ``mkdocs.yml`` in this language; nothing in the first one."""
    if language == LANGUAGES[0]:
        return {}
    said = copy.deepcopy(config["extra"]["languages"][language])
    titles = said.pop("nav")
    theme = copy.deepcopy(config["theme"])
    theme["language"] = language
    address = config.get("site_url")
    return {
        **said,
        "docs_dir": f"docs/{language}",
        "theme": theme,
        "nav": _translated(config["nav"], titles),
        "site_url": f"{address.rstrip('/')}/{language}/" if address else address,
    }


def _translated(nav: Any, titles: Mapping[str, str]) -> Any:
    """Give the navigation with its titles in another language; every one has to be there."""
    if isinstance(nav, list):
        return [_translated(item, titles) for item in nav]
    if not isinstance(nav, dict):
        return nav
    lost = [title for title in nav if title not in titles]
    if lost:
        raise BuildError(
            Problem(
                Bilingual(
                    f"导航标题没有译文：{'、'.join(lost)}",
                    f"titles of the navigation without translation: {', '.join(lost)}",
                ),
                f"{CONFIG}, extra.languages",
            )
        )
    return {titles[title]: _translated(items, titles) for title, items in nav.items()}


class _Said(logging.Handler):
    """Keeps the warnings and errors of a run."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
