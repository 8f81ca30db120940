"""Room codes that can be read aloud, and keys that cannot be guessed."""

import hashlib
import hmac
import secrets

# Without letters and digits that look or sound alike on a projector: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
CODE_LENGTH = 4
KEY_BYTES = 16  # 128 bits
LONGEST_TOKEN = 64


def new_code() -> str:
    """A random room code, such as K7QX."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_key() -> str:
    """A random key of 128 bits, as text that can stand in a link."""
    return secrets.token_urlsafe(KEY_BYTES)


def tidy_code(text: str) -> str:
    """A code as somebody typed it, in capitals and without spaces; empty if it cannot be a code.

    Args:
        text: as it was typed, of any length.
    """
    code = "".join(text.split()).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else ""


def fingerprint(key: str) -> str:
    """What is stored in place of a key, so that the database does not hold the key itself.

    Args:
        key: a host's.

    Returns:
        Its SHA-256 hash, 64 hexadecimal digits.
    """
    return hashlib.sha256(key.encode()).hexdigest()


def opens(key: str, stored: str) -> bool:
    """Whether a key is the one with this fingerprint; takes equally long for every wrong key.

    Args:
        key: that somebody shows.
        stored: the fingerprint of the right one.
    """
    return hmac.compare_digest(fingerprint(key), stored)


def check_token(token: str) -> None:
    """Make sure that a text can be a phone's token: 16 to 64 letters, digits, hyphens and underscores.

    Args:
        token: as a browser has sent it.

    Raises:
        ValueError: if it cannot be one.
    """
    fits = 16 <= len(token) <= LONGEST_TOKEN and token.isascii()
    if not fits or not all(c.isalnum() or c in "-_" for c in token):
        raise ValueError(f"token must be 16 to {LONGEST_TOKEN} letters, digits, - or _, not {token[:80]!r}.")
