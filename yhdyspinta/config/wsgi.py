"""The entrance for a WSGI server (granian, gunicorn)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yhdyspinta.config.settings")
application = get_wsgi_application()
