"""The ground that the services' tests stand on too."""

from tests.services.conftest import ground

__all__ = ["ground"]
