"""The entrance for a WSGI server (granian, gunicorn)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yhdyspinta.config.settings")
application = get_wsgi_application()

# Only after the applications are loaded.
from yhdyspinta.services.installation import require_fit  # noqa: E402

require_fit()
