"""The one settings file. Every value that an installation may change is an environment variable
(docs/operations.md lists them all)."""

import json
import secrets
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from yhdyspinta.config import logs

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


def _secret_key() -> tuple[str, bool]:
    """Return the configured key, else one generated once and kept beside the database.

    The second value tells whether it is one to rely on: not one of an example, and kept. Raises
    ImproperlyConfigured when a key is configured but too short to be one.
    """
    configured: str = env.str("SECRET_KEY", default="")
    if configured:
        if len(configured) < 40:
            message = "SECRET_KEY is shorter than 40 characters: generate a longer one"
            raise ImproperlyConfigured(message)
        is_example = configured.startswith("django-insecure-") or len(set(configured)) < 10
        return configured, not is_example
    kept = DATA_FOLDER / "secret-key"
    if kept.exists():
        return kept.read_text(encoding="ascii").strip(), True
    generated = secrets.token_urlsafe(50)
    try:
        DATA_FOLDER.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(generated, encoding="ascii")
    except OSError:
        # A command that keeps nothing (yhdyspinta picture) may run in a read-only folder.
        return generated, False
    return generated, True


SECRET_KEY, SECRET_KEY_IS_SAFE = _secret_key()
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
    # Before allauth, whose pages it replaces with its own templates.
    "yhdyspinta.web",
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
    "yhdyspinta.web.signin.never_kept",
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
                "django.contrib.messages.context_processors.messages",
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
    # Who waits for a lock longer than SQLite would is told so, instead of holding a thread.
    _options = DATABASES["default"].setdefault("OPTIONS", {})
    _options["options"] = f"{_options.get('options', '')} -c lock_timeout=20000".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIGRATION_MODULES = {"yhdyspinta": "yhdyspinta.store.migrations"}

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Helsinki"
USE_TZ = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

FILE_UPLOAD_HANDLERS = [
    "yhdyspinta.web.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
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
# An area's grid as a plain form has five fields for each of some hundreds of tasks.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
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

# Whether others than this machine's user can reach it: then nothing of the demo, no debugging and
# no plain HTTP (services/installation.py refuses to start).
_LOCAL = {"localhost", "127.0.0.1", "[::1]", "::1", ".localhost"}
IN_USE = HTTPS_ONLY or not _LOCAL.issuperset(ALLOWED_HOSTS)
# A demo for others to see: its people may sign in although the installation is in use.
DEMO = _switch("YHDYSPINTA_DEMO")

# Signing in (django-allauth). Nobody can sign up: people are invited, or known by their
# organisation's identity provider.
AUTHENTICATION_BACKENDS = ["yhdyspinta.web.signin.Backend"]
AUTH_USER_MODEL = "yhdyspinta.User"
_RULES = "yhdyspinta.services.passwords"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": f"{_RULES}.LikenessRule",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": f"{_RULES}.LengthRule", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_RULES}.CommonRule"},
    {"NAME": f"{_RULES}.NumbersRule"},
]
# Ended when the browser is closed, and after a working day in any case.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "national"
ACCOUNT_ADAPTER = "yhdyspinta.web.signin.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Yhdyspinta: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS_ONLY else "http"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# Asked for more often from one address only where a whole office is behind it.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/300s/key"}
MFA_ADAPTER = "yhdyspinta.web.signin.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Yhdyspinta"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IN_USE
USERSESSIONS_ADAPTER = "yhdyspinta.web.signin.SessionsAdapter"
# Attempts are counted in files, so that all processes of a machine count together.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_FOLDER / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}


def _providers() -> list[dict[str, Any]]:
    """Read the organisations' identity providers: see docs/operations.md for the fields."""
    text: str = env.str("YHDYSPINTA_OIDC", default="")
    expected = (
        'a JSON list such as [{"id": "pirha", "name": "Pirha", "client_id": "…", "secret": "…",'
        ' "server_url": "https://…"}]'
    )
    try:
        given = json.loads(text or "[]")
        return [_provider(each) for each in given]
    except (ValueError, KeyError, TypeError, AttributeError):
        _refuse("YHDYSPINTA_OIDC", expected)


def _provider(given: dict[str, Any]) -> dict[str, Any]:
    """Shape a provider as allauth reads it."""
    domains = [str(domain).lower() for domain in given.get("email_domains", [])]
    return {
        "provider_id": str(given["id"]),
        "name": str(given["name"]),
        "client_id": str(given["client_id"]),
        "secret": str(given["secret"]),
        "settings": {
            "server_url": str(given["server_url"]),
            "uid_field": str(given.get("uid_claim", "sub")),
            "scope": ["openid", "profile", "email", *given.get("scopes", [])],
            "oauth_pkce_enabled": True,
            "fetch_userinfo": False,
            # Addresses of these domains are the provider's own: its people are known by them.
            "verified_email": domains,
            "email_authentication": bool(domains),
        },
    }


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


_PROVIDERS = _providers()
SOCIALACCOUNT_ADAPTER = "yhdyspinta.web.oidc.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _PROVIDERS}}
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
# A browser follows a form's redirect only to where the policy lets forms lead.
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = [
    SELF,
    *sorted({_origin(each["settings"]["server_url"]) for each in _PROVIDERS}),
]

# Mail: printed on the terminal until a server is named.
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL: str = env.str("YHDYSPINTA_MAIL_FROM", default="Yhdyspinta <noreply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where people reach the pages, for links in mail: there is no request to read it from.
_address = (
    f"https://{ALLOWED_HOSTS[0]}" if HTTPS_ONLY and ALLOWED_HOSTS else "http://localhost:8000"
)
ADDRESS: str = env.str("YHDYSPINTA_ADDRESS", default=_address).rstrip("/")
if not (ADDRESS.startswith(("https://", "http://")) and urlsplit(ADDRESS).netloc):
    _refuse("YHDYSPINTA_ADDRESS", "where people reach the pages, as https://yhdyspinta.example.fi")
# Work that a page does not wait for: kept in the database, done by `yhdyspinta worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# People without any role for so long are erased by `yhdyspinta people tidy`.
_days: str = env.str("YHDYSPINTA_KEEP_PEOPLE_DAYS", default="365")
if not _days.isdecimal():
    _refuse("YHDYSPINTA_KEEP_PEOPLE_DAYS", "a whole number of days")
KEEP_PEOPLE_DAYS = int(_days)

# Requests to the interface for machines that one token, or one address without a token, may make
# in a minute: reads/writes. Counted in a cache: several processes need a shared one (CACHE_URL).
CACHES["rates"] = env.cache_url("CACHE_URL", default="locmemcache://rates?max_entries=20000")
_reads, _, _writes = env.str("YHDYSPINTA_API_RATE", default="600/120").partition("/")
if not (_reads.isdecimal() and _writes.isdecimal() and int(_reads) and int(_writes)):
    _refuse("YHDYSPINTA_API_RATE", "reads/writes in a minute, such as 600/120")
API_READS, API_WRITES = int(_reads), int(_writes)

# Not an hour longer than the addresses are needed to find out about a misuse.
_address_days: str = env.str("YHDYSPINTA_KEEP_ADDRESS_DAYS", default="365")
if not _address_days.isdecimal():
    _refuse("YHDYSPINTA_KEEP_ADDRESS_DAYS", "a whole number of days")
KEEP_ADDRESS_DAYS = int(_address_days)
LOG_LEVEL: str = env.str("YHDYSPINTA_LOG_LEVEL", default="").upper()
if LOG_LEVEL not in {"", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
    _refuse("YHDYSPINTA_LOG_LEVEL", "DEBUG, INFO, WARNING, ERROR or CRITICAL")
LOG_FORMAT: str = env.str("YHDYSPINTA_LOG_FORMAT", default="text").lower()
if LOG_FORMAT not in {"text", "json"}:
    _refuse("YHDYSPINTA_LOG_FORMAT", "text or json")
LOGGING = logs.configuration(LOG_FORMAT, level=LOG_LEVEL)
