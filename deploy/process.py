"""One process of the app, and its settings: `python -m deploy.process` becomes it, which is what a container runs."""

import os
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = Path(__file__).with_name("hosting.env")


def settings() -> dict[str, str]:
    """The variables of hosting.env."""
    lines = (line.strip() for line in SETTINGS.read_text().splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def environment() -> dict[str, str]:
    """What the process is to find in its environment: ours, over it what is set already, and a cookie secret."""
    found = settings() | os.environ
    found["STREAMLIT_SERVER_COOKIE_SECRET"] = found.get("STREAMLIT_SERVER_COOKIE_SECRET") or cookie_secret()
    return found


def cookie_secret() -> str:
    """A new secret, or with COOKIE_SECRET_FILE the one in that file, which the first process to look there writes."""
    fresh = secrets.token_hex(32)
    if not (name := os.environ.get("COOKIE_SECRET_FILE")):
        return fresh
    # Written apart and then linked: nobody reads half a secret, and whoever comes second takes the first one's.
    draft = Path(f"{name}.{fresh[:8]}")
    draft.touch(mode=0o600)
    draft.write_text(fresh)
    try:
        os.link(draft, name)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return Path(name).read_text()


def command(address: str, port: int) -> list[str]:
    """The command that serves the app at this address and port.

    Args:
        address: to listen on.
        port: from 1 to 65535.
    """
    return [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.address={address}", f"--server.port={port}"]


def become() -> None:
    """Turn into a process of the app at APP_ADDRESS and APP_PORT, so that signals reach it as they are."""
    os.chdir(ROOT)
    line = command(os.environ.get("APP_ADDRESS", "127.0.0.1"), int(os.environ.get("APP_PORT", "8501")))
    os.execvpe(line[0], line, environment())


if __name__ == "__main__":
    become()
