"""The scripts of the pages: there, the same from the same sources, and said what they are made of."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from yusuan.errors import BuildError
from yusuan.publish.frontend import BUILT, LICENCE_TEXTS, LICENCES, libraries

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "scripts" / "frontend"
#: Every lock file of the project.
LOCKS = (
    "requirements.lock",
    ".ci/node-requirements.lock",
    "scripts/frontend/package-lock.json",
    "scripts/frontend/lighthouse/package-lock.json",
)
#: What names the packages of a bundle, without asking the code that writes licences.json.
_INSIDE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/[^:]*$")


def node(*command: str) -> str:
    """Run a command of the front end where it lies, with the Node that `make` would take."""
    done = subprocess.run(
        ["bash", str(ROOT / ".ci" / "node"), sys.prefix, *command],
        cwd=SOURCES,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def contents(folder: Path) -> dict[str, bytes]:
    """Give the files of a folder but the mark that make leaves."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name[0] != "."}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the bundles anew, elsewhere."""
    folder = tmp_path_factory.mktemp("built")
    node("node", "build.mjs", str(folder))
    return folder


def addresses(text: str) -> list[str]:
    """Give the addresses that a lock file names."""
    return re.findall(r"[a-z+]+://[^\"\s]*", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_address(lock: str) -> None:
    """Whatever mirror stands between, the hashes decide."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "sha512-" in text or "--hash=sha256:" in text
    assert addresses(text) == []


def test_an_address_in_a_lock_file_is_seen() -> None:
    """Of a download, of a source and of whoever asks for money."""
    for address in ("https://mirror.example/x.tgz", "git+ssh://code.example/x", "http://a.example"):
        assert addresses(f'"url": "{address}"') == [address]


def test_every_entry_has_its_bundle(built: Path) -> None:
    """Each TypeScript file directly in src/ becomes a script of its name."""
    entries = {path.stem for path in (SOURCES / "src").glob("*.ts")}
    assert "charts" in entries
    assert {path.stem for path in built.glob("*.js")} == entries
    assert all(path.stat().st_size for path in built.iterdir())


def test_the_bundles_in_place_are_what_the_sources_give(built: Path) -> None:
    """`make frontend` has run for these very sources, and gives the same bytes each time."""
    assert contents(ROOT / BUILT) == contents(built)


def test_what_no_longer_is_made_goes(tmp_path: Path, built: Path) -> None:
    """A build over an older one leaves nothing of it, and does not touch what is the same."""
    folder = tmp_path / "built"
    shutil.copytree(built, folder)
    (folder / "old.js").write_text("old", encoding="utf-8")
    os.utime(folder / LICENCES, (1, 1))
    node("node", "build.mjs", str(folder))
    assert contents(folder) == contents(built)
    assert (folder / LICENCES).stat().st_mtime == 1


def test_every_library_inside_is_listed_with_its_licence(built: Path, tmp_path: Path) -> None:
    """What esbuild itself says lies in the bundles is what licences.json and the texts name."""
    entries = sorted(str(path) for path in (SOURCES / "src").glob("*.ts"))
    meta = tmp_path / "meta.json"
    node(
        "node_modules/.bin/esbuild", *entries, "--bundle", f"--outdir={tmp_path}",
        "--minify", "--tree-shaking=true", f"--metafile={meta}", "--log-level=error",
    )  # fmt: skip
    outputs = json.loads(meta.read_text(encoding="utf-8"))["outputs"].values()
    inside = {
        found[1]
        for output in outputs
        for path, part in output["inputs"].items()
        if part["bytesInOutput"] and (found := _INSIDE.search(path))
    }
    told = json.loads((built / LICENCES).read_text(encoding="utf-8"))
    assert inside == {package["name"] for package in told["packages"]} != set()
    texts = (built / LICENCE_TEXTS).read_text(encoding="utf-8")
    for package in told["packages"]:
        assert package["version"]
        assert package["homepage"].startswith("https://")
        assert re.fullmatch(r"[A-Za-z0-9.+() -]+", package["licence"])
        assert f"{package['name']} {package['version']} · {package['licence']}" in texts


def test_bundles_point_at_the_licences_and_at_no_other_file(built: Path) -> None:
    """A bundle names the file of licence texts, and carries no map and no way to its sources."""
    for path in built.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"/* licences: {LICENCE_TEXTS} */")
        assert "sourceMappingURL" not in text
        assert str(ROOT) not in text


def test_the_lock_file_pins_every_package_and_names_no_registry() -> None:
    """Each package has a hash; none says where it was taken from; package.json has no ranges."""
    lock = json.loads((SOURCES / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert all("integrity" in package for package in packages.values())
    assert not any("resolved" in package for package in packages.values())
    manifest = json.loads((SOURCES / "package.json").read_text(encoding="utf-8"))
    wanted = manifest["dependencies"] | manifest["devDependencies"]
    assert all(re.fullmatch(r"\d+(\.\d+)+", version) for version in wanted.values())


def test_the_scripts_pass_their_own_tests() -> None:
    """The tests written in TypeScript pass, and there are some."""
    assert re.search(r"^# pass [1-9]", node("node", "test.mjs"), re.MULTILINE)


def test_a_missing_bundle_stops_the_build(tmp_path: Path, built: Path) -> None:
    """A project whose bundles are there is built; where one is missing, the error names it."""
    folder = tmp_path / BUILT
    shutil.copytree(built, folder)
    assert "echarts" in {library.name for library in libraries(tmp_path)}
    (folder / "charts.js").unlink()
    with pytest.raises(BuildError, match=r"charts\.js[\s\S]*make frontend"):
        libraries(tmp_path)


def test_without_bundles_the_build_says_how_to_make_them(tmp_path: Path) -> None:
    """Where `make frontend` never ran, the error names the command."""
    with pytest.raises(BuildError, match="make frontend"):
        libraries(tmp_path)
