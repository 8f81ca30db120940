"""Finds a Chromium for Playwright; `python -m tests.browser.chromium` installs one where there is none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
MAC_APPS = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS_PROGRAMS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
HOW_TO_GET_ONE = (
    "No usable Chromium was found: run `make browser`, or `apt-get install chromium`, "
    "or set CHROMIUM to the path of a Chromium, Chrome or Edge."
)


def find() -> str:
    """Path of a browser that starts: CHROMIUM if set, else the machine's own, else Playwright's download.

    Raises RuntimeError with one sentence that says how to get one.
    """
    if chosen := os.environ.get("CHROMIUM"):
        path = shutil.which(chosen)
        if path and starts(path):
            return path
        raise RuntimeError(f"CHROMIUM is set to {chosen!r}, which does not start: correct it or unset it.")
    for path in candidates():
        if starts(path):
            return path
    raise RuntimeError(HOW_TO_GET_ONE)


def candidates() -> Iterator[str]:
    """Paths of browsers that exist, best first."""
    yield from filter(None, map(shutil.which, NAMES))
    usual = [Path(f"/Applications/{name}.app/Contents/MacOS/{name}") for name in MAC_APPS]
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if folder := os.environ.get(variable):
            usual += [Path(folder, program) for program in WINDOWS_PROGRAMS]
    usual.append(playwright_download())
    yield from (str(path) for path in usual if path.is_file())


def playwright_download() -> Path:
    """Where Playwright keeps its own Chromium, whether it is there or not."""
    # A process of its own, because Playwright's sync API does not start twice in one.
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    # Without an answer this is the path ".", which is no file either.
    return Path(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stdout.strip()
    )


def starts(path: str) -> bool:
    """Whether the program runs at all; a stub or one whose libraries are missing does not."""
    if sys.platform == "win32":  # there --version opens a window instead of printing
        return True
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def require_driver() -> None:
    """Raises RuntimeError when Playwright's own program lacks a library, which a bare Debian does not have."""
    if subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True, check=False).returncode:
        raise RuntimeError("Playwright does not start: `apt-get install libatomic1` gives it the library it lacks.")


def find_with_driver() -> str:
    path = find()
    require_driver()
    return path


def install() -> str:
    """Path of a browser, installed first where there is none: Playwright's download, else the system's package."""
    if os.environ.get("CHROMIUM"):  # a wrong choice is for its maker to correct
        find()
    for command in ([sys.executable, "-m", "playwright", "install", "chromium"], apt_get()):
        try:
            return find_with_driver()
        except RuntimeError as lack:
            if command:
                print(lack, "Trying this:", " ".join(command), flush=True)
                subprocess.run(command, check=False)
    return find_with_driver()


def apt_get() -> list[str]:
    """The command that installs Debian's package, or nothing where we may not."""
    if not shutil.which("apt-get"):
        return []
    if os.geteuid() == 0:
        as_root = []
    elif shutil.which("sudo"):
        as_root = ["sudo", "-n"]
    else:
        return []
    packages = "chromium fonts-dejavu-core libatomic1"
    script = f"apt-get install -y -q {packages} || {{ apt-get update -q && apt-get install -y -q {packages}; }}"
    return [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "sh", "-c", script]


if __name__ == "__main__":
    try:
        print("Browser for the tests:", install())
    except RuntimeError as failure:
        sys.exit(str(failure))
