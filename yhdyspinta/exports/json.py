"""Data as a JSON file that people can read: the same bytes from the page and the command."""

import json
from typing import Any


def write(data: Any) -> bytes:
    """Write indented UTF-8 with a final newline; refuses NaN, which is not JSON."""
    return (json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()
