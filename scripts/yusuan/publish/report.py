"""Where pages lead out of the site: their own addresses, and the form for errors in the data.

Neither the site's address nor the repository's is known to the project; both are what the
environment says, which the workflow that publishes fills in.
"""

from __future__ import annotations

import os
from urllib.parse import urlencode

from yusuan.language import LANGUAGES

#: Variable that holds the address of the site, with a slash at its end.
SITE = "YUSUAN_SITE_URL"
#: Variable that holds the address of the code's repository.
REPOSITORY = "YUSUAN_REPOSITORY"
#: The form in the repository; its fields are filled in by their ids.
FORM = "data-error.yml"
#: Where it is said what to send, if there is no form; below the root of a language.
WITHOUT_FORM = "about/#errors"


def page_address(language: str, path: str) -> str:
    """Give the public address of a page, by its path below its language's folder of ``docs/``.

    Empty where the site's address is not known.
    """
    base = os.environ.get(SITE, "")
    if not base:
        return ""
    below = "" if language == LANGUAGES[0] else f"{language}/"
    return base.rstrip("/") + "/" + below + served_path(path)


def served_path(path: str) -> str:
    """Give the path under which a Markdown file is served: ``a/b.md`` as ``a/b/``."""
    return path.removesuffix("index.md") if _is_index(path) else path.removesuffix(".md") + "/"


def report_address(
    root: str, *, page: str = "", package: str = "", table: str = "", row: str = ""
) -> str:
    """Give the address that a reader who found an error is led to.

    It opens the form with what is known filled in. ``root`` leads from the page to the root
    of its language; where the repository is not known, the about page says what to send.
    """
    repository = os.environ.get(REPOSITORY, "").rstrip("/")
    if not repository.startswith("https://"):
        return root + WITHOUT_FORM
    known = {"page": page, "package": package, "table": table, "row": row}
    query = {"template": FORM} | {name: value for name, value in known.items() if value}
    return f"{repository}/issues/new?{urlencode(query)}"


def _is_index(path: str) -> bool:
    return path == "index.md" or path.endswith("/index.md")
