import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "src" / "deelwijs" / "ui" / "static" / "ui"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="package")
def small_site() -> Iterator[None]:
    """Settings for a site of components alone."""
    templates = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [HERE / "templates"],
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "tests.ui.site.context",
                ],
                "builtins": ["deelwijs.ui.templatetags.ui"],
            },
        }
    ]
    middleware = ["csp.middleware.CSPMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]
    with override_settings(
        ROOT_URLCONF="tests.ui.site",
        TEMPLATES=templates,
        MIDDLEWARE=middleware,
        DEMO=True,
        STATIC_URL="/static/",
    ):
        yield


@pytest.fixture(scope="package")
def address(small_site: None) -> Iterator[str]:
    """Where the small site answers, without a database."""
    server = make_server(
        "127.0.0.1",
        0,
        StaticFilesHandler(get_wsgi_application()),
        server_class=WSGIServer,
        handler_class=_Quiet,
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("no Chromium on PATH")
        pytest.skip("no Chromium on PATH")
    return found
