"""The one settings file. Every value that an installation may change is an environment variable
(docs/operations.md lists them all)."""

import secrets
from pathlib import Path
from typing import NoReturn

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent.parent
env = environ.Env()


def _refuse(name: str, expected: str) -> NoReturn:
    message = f"{name} cannot be used: write {expected}"
    raise ImproperlyConfigured(message)


def _switch(name: str) -> bool:
    """Read a setting that is on or off; a word that is neither must not silently mean off."""
    text: str = env.str(name, default="0").strip().lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"", "0", "false", "no", "off"}:
        return False
    _refuse(name, "1 or 0")


DEBUG = _switch("YHDYSPINTA_DEBUG")
# Where the embedded database, the generated key and backups live.
DATA_FOLDER = Path(env.str("YHDYSPINTA_DATA", default=str(Path.cwd() / "var"))).resolve()


def _secret_key() -> str:
    """Return the configured key, else one generated once and kept beside the database.

    Raises ImproperlyConfigured when a key is configured but too short to be one.
    """
    configured: str = env.str("SECRET_KEY", default="")
    if configured:
        if len(configured) < 40:
            message = "SECRET_KEY is shorter than 40 characters: generate a longer one"
            raise ImproperlyConfigured(message)
        return configured
    kept = DATA_FOLDER / "secret-key"
    if kept.exists():
        return kept.read_text(encoding="ascii").strip()
    generated = secrets.token_urlsafe(50)
    try:
        DATA_FOLDER.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(generated, encoding="ascii")
    except OSError:
        # A command that keeps nothing (yhdyspinta picture) may run in a read-only folder.
        return generated
    return generated


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ROOT_URLCONF = "yhdyspinta.config.urls"
WSGI_APPLICATION = "yhdyspinta.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "ninja",
    "csp",
    "yhdyspinta.store",
    "yhdyspinta.web",
]

MIDDLEWARE = [
    "yhdyspinta.web.origin.numbered",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "yhdyspinta.web.page.context",
            ],
            "builtins": ["yhdyspinta.web.templatetags.components"],
        },
    }
]

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_FOLDER / 'yhdyspinta.sqlite3'}")
}
if "ENGINE" not in DATABASES["default"]:
    _refuse("DATABASE_URL", "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock at once, so that two writers queue instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            " PRAGMA busy_timeout=20000; PRAGMA cache_size=-20000; PRAGMA mmap_size=268435456;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
AUTHENTICATION_BACKENDS = ["yhdyspinta.web.signin.Backend"]
AUTH_USER_MODEL = "yhdyspinta.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIGRATION_MODULES = {"yhdyspinta": "yhdyspinta.store.migrations"}

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Helsinki"
USE_TZ = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files are served straight from the package: no collecting step to forget.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# How many of our own proxies stand before the server: their word on a visitor's address counts.
_proxies: str = env.str("YHDYSPINTA_PROXIES", default="0")
if not _proxies.isdecimal():
    _refuse("YHDYSPINTA_PROXIES", "how many proxies stand before the server, 0 or more")
PROXIES = int(_proxies)
HTTPS_ONLY = _switch("YHDYSPINTA_HTTPS")
if HTTPS_ONLY:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    _seconds: str = env.str("YHDYSPINTA_HSTS_SECONDS", default="31536000")
    if not _seconds.isdecimal():
        _refuse("YHDYSPINTA_HSTS_SECONDS", "a whole number of seconds")
    SECURE_HSTS_SECONDS = int(_seconds)
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True

LOG_LEVEL: str = env.str("YHDYSPINTA_LOG_LEVEL", default="WARNING").upper()
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
    _refuse("YHDYSPINTA_LOG_LEVEL", "DEBUG, INFO, WARNING, ERROR or CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
