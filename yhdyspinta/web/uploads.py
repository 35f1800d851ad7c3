"""How large a file somebody may send: what is larger is passed by and never kept, not even on disk.

Django reads a form before any view is asked, and limits its fields but not its files.
"""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from yhdyspinta.services.report_sheets import LARGEST_FILE

# The largest file that a page takes, and the form around it.
_LARGEST_BODY = LARGEST_FILE + 1_000_000


class Bounded(FileUploadHandler):
    """Passes files on to the next handler, unless the request is too large (Django's hook)."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Leave out a file of a request that is too large."""
        super().new_file(*args, **kwargs)
        if self.request is not None and is_too_large(self.request):
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's
        """Pass a piece on."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave it to the next handler to keep the file."""


def is_too_large(request: HttpRequest) -> bool:
    """Tell whether a request's files were passed by for its size; no more is ever read of it."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and int(length) > _LARGEST_BODY
