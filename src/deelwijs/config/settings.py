"""Every setting comes from the environment; ``docs/settings.md`` lists them all.

The defaults are those of a closed house: no demo, no debug, no host allowed.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from deelwijs.mail.server_url import read_server_url


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "ja"}


def _list(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DEELWIJS_DATA", Path.cwd() / "var"))


def _secret_key() -> str:
    """The key from the environment, or the one that set-up wrote next to the data."""
    if key := os.environ.get("DEELWIJS_SECRET_KEY"):
        return key
    path = DATA_DIR / "secret-key"
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    raise ImproperlyConfigured(
        "No secret key. Set DEELWIJS_SECRET_KEY, or let `python3 start.py run` make one in DEELWIJS_DATA."
    )


SECRET_KEY = _secret_key()
DEBUG = _flag("DEELWIJS_DEBUG")
DEMO = _flag("DEELWIJS_DEMO")
ALLOWED_HOSTS = _list("DEELWIJS_HOSTS")
PUBLIC_URL = os.environ.get("DEELWIJS_PUBLIC_URL", "").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_q",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "deelwijs.ui",
    "deelwijs.mail",
    "deelwijs.ledger",
    "deelwijs.files",
    "deelwijs.accounts",
    "deelwijs.people",
    "deelwijs.signin",
    "deelwijs.protocols",
    "deelwijs.consents",
    "deelwijs.publications",
    "deelwijs.advice",
    "deelwijs.board",
    "deelwijs.accountability",
    "deelwijs.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "deelwijs.people.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "deelwijs.config.urls"
WSGI_APPLICATION = "deelwijs.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "deelwijs.config.context.house",
            ],
            "builtins": ["deelwijs.ui.templatetags.ui"],
        },
    },
]

# --- Data ---------------------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DEELWIJS_DATABASE", f"sqlite:///{DATA_DIR / 'deelwijs.sqlite3'}"),
        conn_max_age=60,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a writer waits for the lock instead of failing half-way;
    # FULL: what was acknowledged survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES_DIR = DATA_DIR / "files"
LEDGER_KEY_FILE = DATA_DIR / "ledger-key"  # outside the database, so that the database alone cannot sign

# --- Background work ----------------------------------------------------------------------------
Q_CLUSTER = {
    "name": "deelwijs",
    "orm": "default",
    "workers": int(os.environ.get("DEELWIJS_WORKERS", "1")),
    "poll": 0.5,
    "timeout": 300,
    "retry": 330,
    "max_attempts": 5,
    "catch_up": False,
    "save_limit": 500,
    "label": "Taken",
    "sync": _flag("DEELWIJS_TASKS_INLINE"),
}

# --- Mail: without a server, mails wait in the outbox ------------------------------------------
_SERVER = read_server_url(os.environ.get("DEELWIJS_MAIL_URL", ""))
EMAIL_HOST, EMAIL_PORT = _SERVER.host, _SERVER.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _SERVER.user, _SERVER.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _SERVER.starttls, _SERVER.tls
DEFAULT_FROM_EMAIL = os.environ.get("DEELWIJS_MAIL_FROM", "")
MAIL_BOUNCES = os.environ.get("DEELWIJS_MAIL_BOUNCES", "")
if EMAIL_HOST and not DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured(
        "DEELWIJS_MAIL_URL needs DEELWIJS_MAIL_FROM: the address that mails come from."
    )

# --- Sign-in ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "deelwijs.accounts.password_rules.LengthRule", "OPTIONS": {"min_length": 12}},
    {"NAME": "deelwijs.accounts.password_rules.CommonRule"},
    {"NAME": "deelwijs.accounts.password_rules.LikenessRule"},
]
LOGIN_URL = "signin:sign_in"
LOGIN_REDIRECT_URL = "home"
SESSION_ENGINE = "deelwijs.accounts.session_store"
SIGN_IN_LINK_MINUTES = int(os.environ.get("DEELWIJS_LINK_MINUTES", "15"))
INVITATION_DAYS = int(os.environ.get("DEELWIJS_INVITATION_DAYS", "60"))

# Passkeys and codes. allauth keeps and checks them; its own pages, mails and limits are not used.
SECOND_FACTOR_URL = "signin:second_factor"
MFA_ADAPTER = "deelwijs.accounts.factors.Adapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Deelwijs"
MFA_TOTP_TOLERANCE = 1
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False

# Wrong guesses: five from one place, or fifty from everywhere together, and there is a pause.
LOCK_ACCOUNT_AFTER = 50
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HANDLER = "deelwijs.accounts.locks.Locks"
AXES_USERNAME_CALLABLE = "deelwijs.accounts.locks.guessed_name"
AXES_CLIENT_IP_CALLABLE = "deelwijs.accounts.locks.no_address"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
# The sign-in page says itself that there is a pause.
SILENCED_SYSTEM_CHECKS = ["axes.W002"]

# --- Security -----------------------------------------------------------------------------------
# Without an https address there is no certificate to insist on: the demo on 127.0.0.1.
HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
BEHIND_PROXY = _flag("DEELWIJS_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# A school trip is 20 photos at once; one photo may be as large as a camera makes it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_MAX_BYTES = 40 * 1024 * 1024
# What an import found is kept so that it can be taken back: old data about people, so not for ever.
IMPORT_UNDO_DAYS = int(os.environ.get("DEELWIJS_IMPORT_UNDO_DAYS", "30"))

# --- Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

# --- Static files -------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "deelwijs.files.storage.DurableFileSystemStorage",
        "OPTIONS": {"location": FILES_DIR},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

# --- Log: no personal data, so no query values and no request bodies ------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "deelwijs": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
    },
}
