"""The product's own settings, pointed at throw-away data. The database comes from DEELWIJS_DATABASE."""

import atexit
import os
import shutil
import tempfile

if "DEELWIJS_DATA" not in os.environ:
    os.environ["DEELWIJS_DATA"] = tempfile.mkdtemp(prefix="deelwijs-test-")
    atexit.register(shutil.rmtree, os.environ["DEELWIJS_DATA"], ignore_errors=True)
os.environ.setdefault("DEELWIJS_SECRET_KEY", "only-for-tests")
os.environ.setdefault("DEELWIJS_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("DEELWIJS_TASKS_INLINE", "1")

from deelwijs.config.settings import *
from deelwijs.config.settings import STATIC_ROOT

# Hashing slowly is for real passwords.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The product serves static files from its packages; there is nothing to collect here.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
