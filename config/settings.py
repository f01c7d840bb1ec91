"""Every setting of Alongside, read from the environment. docs/settings.md explains each in one table.

Three ways to run: the demo (ALONGSIDE_DEMO=1: example content, mail shown on a local page), production (the
default: refuses to start without its secrets) and the tests (tests/settings.py).
"""

from pathlib import Path

from community.core.http.static_headers import let_worker_serve_the_site
from config import limits, mail, stores
from config.content_security_policy import CONTENT_SECURITY_POLICY
from config.environment import database, env, header_name, one_of, push_key, required, switch, time_zone, whole_number
from config.logs import logs

if env.str("ALONGSIDE_ENV_FILE", default=""):
    env.read_env(env.str("ALONGSIDE_ENV_FILE"))

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("ALONGSIDE_VAR", default=str(BASE_DIR / "var")))
DEMO: bool = switch("ALONGSIDE_DEMO", default=False)
DEBUG: bool = switch("ALONGSIDE_DEBUG", default=False)

# Who runs this community

COMMUNITY_NAME: str = env.str("ALONGSIDE_NAME", default="Alongside")
ORGANISATION_NAME: str = env.str("ALONGSIDE_ORGANISATION", default="our organisation")
TEAM_EMAIL: str = env.str("ALONGSIDE_TEAM_EMAIL", default="team@localhost")

# Secrets and hosts

SECRET_KEY = required("ALONGSIDE_SECRET_KEY")
ALLOWED_HOSTS: list[str] = env.list("ALONGSIDE_HOSTS", default=["127.0.0.1", "localhost"])
HTTPS: bool = switch("ALONGSIDE_HTTPS", default=not DEMO)
CSRF_TRUSTED_ORIGINS = [f"{'https' if HTTPS else 'http'}://{host}" for host in ALLOWED_HOSTS if host != "*"]
PROXY_COUNT: int = whole_number("ALONGSIDE_PROXY_COUNT", default=0)

# The apps, lowest layer first

INSTALLED_APPS = [
    "community.members.apps.AlongsideAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "heroicons",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "channels",
    "crontask",
    "django_prose_editor",
    "django_tasks_db",
    "community.core",
    "community.members",
    "community.notifications",
    "community.safety",
    "community.search",
    "community.composing",
    "community.education",
    "community.forum",
    "community.newsletter",
    "community.moderation",
    "community.home",
    "community.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "community.core.caching.page_cache.SharedPages",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "community.members.middleware.EagerAuthenticationMiddleware",
    "community.core.http.middleware.activate_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "community.core.http.fragments.redirect_whole_page",
    "allauth.account.middleware.AccountMiddleware",
    "community.members.middleware.record_session_use",
    "community.core.access.AskStaffForSecondFactor",
    "community.core.http.middleware.forbid_storing_member_pages",
    "community.core.input_recovery.writer.remember_writer",
    "community.core.http.middleware.render_method_not_allowed",
    "community.core.http.middleware.AnswerRefusals",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"

LOADERS = ["community.core.template_loader.Loader", "django.template.loaders.app_directories.Loader"]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # templates/django/forms: text boxes have a direction
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            # While developing, templates are read anew for each page.
            "loaders": LOADERS if DEBUG else [("django.template.loaders.cached.Loader", LOADERS)],
            "builtins": ["community.core.templatetags.text_filters"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "community.core.context.community",
                "community.core.context.viewer",
                "community.notifications.context.bell",
                "community.moderation.context.waiting",
            ],
        },
    }
]

# Stores (config/stores.py)

DATABASE_URL: str = env.str("ALONGSIDE_DATABASE_URL", default="")
DATABASES = stores.databases(database("ALONGSIDE_DATABASE_URL") if DATABASE_URL else None, VAR_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL: str = env.str("ALONGSIDE_REDIS_URL", default="")
# The number of guests' pages to cache (core/caching/page_cache.py; about 8 KB each); 0 turns all caching off.
PAGE_CACHE: int = whole_number("ALONGSIDE_PAGE_CACHE", default=2_000)
# How many seconds a content delivery network may serve a cached page; browsers always revalidate.
CDN_SECONDS: int = whole_number("ALONGSIDE_CDN_SECONDS", default=0)
CDN_KEYS = header_name("ALONGSIDE_CDN_KEYS", such_as=["Surrogate-Key", "Cache-Tag"])  # for a cached page's keys
# What lower layers ask of higher ones: the version of all threads, display choices, a member's pages.
PAGE_VERSIONS = {"discussions": "community.forum.versions.of_all"}  # core/caching/page_cache.py
VIEWER_DISPLAY = "community.members.display.Display"  # core/viewer_display.py
PAGES_OF_MEMBER = "community.forum.operations.changing.bump_threads_of"  # members/operations.py
CACHES = stores.caches(REDIS_URL, PAGE_CACHE)
CHANNEL_LAYERS = stores.channel_layers(REDIS_URL)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
WEB_THREADS: int = whole_number("ALONGSIDE_WEB_THREADS", default=8, least=1)

# Mail (config/mail.py)

DEFAULT_FROM_EMAIL = SERVER_EMAIL = TEAM_EMAIL
MAIL_FOLDER = VAR_DIR / "mail"
SMTP = {
    "host": env.str("ALONGSIDE_SMTP_HOST", default="localhost"),
    "port": whole_number("ALONGSIDE_SMTP_PORT", default=25),
    "username": env.str("ALONGSIDE_SMTP_USER", default=""),
    "password": env.str("ALONGSIDE_SMTP_PASSWORD", default=""),
    "use_tls": switch("ALONGSIDE_SMTP_TLS", default=False),
    "timeout": 10,
}
MAIL_PROVIDER: str = env.str("ALONGSIDE_MAIL_PROVIDER", default="")  # "" is SMTP
MAIL_WEBHOOK_SECRET: str = env.str("ALONGSIDE_MAIL_WEBHOOK_SECRET", default="")
ANYMAIL = mail.anymail(
    MAIL_PROVIDER,
    key=env.str("ALONGSIDE_MAIL_KEY", default=""),
    secret=MAIL_WEBHOOK_SECRET,
    api_url=env.str("ALONGSIDE_MAIL_API_URL", default=""),
)
REPLY_DOMAIN = mail.reply_domain(env.str("ALONGSIDE_REPLY_DOMAIN", default=""), MAIL_PROVIDER, MAIL_WEBHOOK_SECRET)
MAILERS = mail.mailers_to_files(str(MAIL_FOLDER)) if DEMO else mail.mailers(MAIL_PROVIDER, SMTP)
MAIL_PER_SECOND: int = whole_number("ALONGSIDE_MAIL_PER_SECOND", default=10)
# Where links in mail lead, without a slash at the end: no request says it there (core/http/site.py).
SITE_URL: str = env.str("ALONGSIDE_SITE_URL", default="").rstrip("/") or (
    f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if HTTPS else "http://127.0.0.1:8000"
)

# Push messages

PUSH_KEY = push_key("ALONGSIDE_PUSH_KEY")  # "" for the one in PUSH_KEY_FILE, which is written at its first use
PUSH_KEY_FILE = VAR_DIR / "push-key"
PUSH_TO_PRIVATE_ADDRESSES = False  # True in tests that run a push service of their own
PUSH_COOKIE_NAME = "__Host-push" if HTTPS else "push"

# Members, sign-in and the second factor

AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = ["community.members.sessions.MemberBackend"]
SESSION_ENGINE = "community.members.sessions"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "community.members.password_rules.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "community.members.password_rules.NotAboutMe"},
    {"NAME": "community.members.password_rules.NotCommon"},
]
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "home"
ACCOUNT_ADAPTER = "community.members.adapter.AccountAdapter"
_OUR = "community.members.account_forms.{}Form".format
ACCOUNT_FORMS = {
    "login": _OUR("Login"),
    "signup": "community.members.sign_up_form.SignupForm",
    "add_email": _OUR("ChangeEmail"),
}
ACCOUNT_FORMS |= {"change_password": _OUR("ChangePassword"), "reauthenticate": _OUR("Reauthenticate")}
ACCOUNT_FORMS |= {"reset_password": _OUR("ResetPassword"), "reset_password_from_key": _OUR("ResetPasswordKey")}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True  # one address: a new one replaces it once it is confirmed
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_USERNAME_VALIDATORS = "community.members.validators.sign_up_validators"
ACCOUNT_USER_DISPLAY = "community.members.models.display_name"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{COMMUNITY_NAME}: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # so that a mail leads in, whoever tries passwords meanwhile
ACCOUNT_RATE_LIMITS = limits.ACCOUNT_RATE_LIMITS
# Whoever signs in has a confirmed address; another one that waits must not keep the team from its second factor.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds either side (RFC 6238, 5.2)
MFA_ADAPTER = "community.members.adapter.SecondStepAdapter"
MFA_FORMS = {"authenticate": _OUR("Code"), "reauthenticate": _OUR("CodeAgain"), "activate_totp": _OUR("SetUpCode")}
# The same by URL name, for restoring submitted input (core/input_recovery/forms.py)
VIEW_FORMS = {f"account_{name}": form for name, form in ACCOUNT_FORMS.items() if name != "add_email"}
VIEW_FORMS |= {f"mfa_{name}": form for name, form in MFA_FORMS.items()}
VIEW_FORMS |= {"account_email": _OUR("ChangeEmail"), "account_set_password": "allauth.account.forms.SetPasswordForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = COMMUNITY_NAME

# Limits: first what one visitor may hold (core/http/connections.py)

CLIENT_SECONDS: int = whole_number("ALONGSIDE_CLIENT_SECONDS", default=30, least=1)
CONNECTIONS_PER_ADDRESS: int = whole_number("ALONGSIDE_CONNECTIONS_PER_ADDRESS", default=200, least=1)
SOCKETS_PER_MEMBER: int = whole_number("ALONGSIDE_SOCKETS_PER_MEMBER", default=20)
POSTS_PER_PAGE: int = whole_number("ALONGSIDE_POSTS_PER_PAGE", default=20, least=1)
POSTS_PER_PRINT: int = whole_number("ALONGSIDE_POSTS_PER_PRINT", default=500, least=1)
THREADS_PER_PAGE: int = whole_number("ALONGSIDE_THREADS_PER_PAGE", default=20, least=1)
POST_LENGTH: int = whole_number("ALONGSIDE_POST_LENGTH", default=20_000, least=1)
POSTS_PER_MINUTE: int = whole_number("ALONGSIDE_POSTS_PER_MINUTE", default=6, least=1)
POSTS_PER_HOUR: int = whole_number("ALONGSIDE_POSTS_PER_HOUR", default=30, least=1)
DISCUSSIONS_PER_DAY: int = whole_number("ALONGSIDE_DISCUSSIONS_PER_DAY", default=5, least=1)
LINKS_PER_POST: int = whole_number("ALONGSIDE_LINKS_PER_POST", default=10)
NEW_MEMBER_POSTS: int = whole_number("ALONGSIDE_NEW_MEMBER_POSTS", default=3)
HOLD_FIRST_POSTS: bool = switch("ALONGSIDE_HOLD_FIRST_POSTS", default=True)
NEW_MEMBER_LINKS: int = whole_number("ALONGSIDE_NEW_MEMBER_LINKS", default=3, least=1)
SECONDS_TO_TYPE: int = whole_number("ALONGSIDE_SECONDS_TO_TYPE", default=3)
FIRST_POSTS_PER_NETWORK: int = whole_number("ALONGSIDE_FIRST_POSTS_PER_NETWORK", default=20, least=1)
CHANGES_PER_MINUTE: int = whole_number("ALONGSIDE_CHANGES_PER_MINUTE", default=120, least=1)
GUEST_LETTERS_PER_HOUR: int = whole_number("ALONGSIDE_GUEST_LETTERS_PER_HOUR", default=5)
PICTURES_PER_HOUR: int = whole_number("ALONGSIDE_PICTURES_PER_HOUR", default=60)
SIGNUPS_PER_HOUR: int = whole_number("ALONGSIDE_NEWSLETTER_SIGNUPS_PER_HOUR", default=20)

# Resolvers of keys such as "post:123", by prefix (community/core/refs.py)
REF_RESOLVERS = {
    "post": "community.forum.resolvers.PostResolver",
    "thread": "community.forum.resolvers.ThreadResolver",
    "group": "community.forum.resolvers.GroupResolver",
    "case": "community.safety.resolvers.CaseResolver",
    "letter": "community.safety.resolvers.LetterResolver",
    "decision": "community.moderation.resolvers.DecisionResolver",
}

# Security headers, cookies and limits

SECURE_CSP = CONTENT_SECURITY_POLICY
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
WRITER_COOKIE_NAME = "__Host-writer" if HTTPS else "writer"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "community.core.views.csrf_failure"
X_FRAME_OPTIONS, DATA_UPLOAD_MAX_MEMORY_SIZE = "DENY", 1_000_000

# Language, time and numbers

# Variants of a language share its catalogue and differ in config/formats.
LANGUAGES = [("en", "English (US dates)"), ("en-gb", "English (UK dates)"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_CODE = one_of("ALONGSIDE_LANGUAGE", [code for code, _name in LANGUAGES], default="en")
DISPLAY_COOKIE_NAME = "display"
LANGUAGE_COOKIE_NAME, LANGUAGE_COOKIE_AGE, LANGUAGE_COOKIE_SECURE = "language", 31_536_000, HTTPS
TIME_ZONE: str = time_zone("ALONGSIDE_TIME_ZONE", default="America/Chicago")
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_THOUSAND_SEPARATOR = False

# Files

MEDIA_ROOT = VAR_DIR / "media"  # pictures; served by a view that checks access
STATIC_URL, STATIC_ROOT = "/static/", VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "community.core.storage.StaticStorage"},
}
# While developing, the worker is refused: it would show the stylesheets that it stored.
WHITENOISE_ADD_HEADERS_FUNCTION = None if DEBUG else let_worker_serve_the_site

LOG_LEVEL = one_of("ALONGSIDE_LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], default="WARNING")
LOGGING = logs(LOG_LEVEL)
