"""What a crash left behind is found and deleted; what is kept or still busy is not."""

from __future__ import annotations

import os
import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from deelwijs.files import actions
from deelwijs.files.models import StoredFile
from deelwijs.files.sweeping import sweep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def kept() -> StoredFile:
    return actions.store(tenant=uuid4(), data=b"kept", media_type="image/jpeg")


def aged(key: str) -> None:
    """As if nobody touched it for two days."""
    then = time.time() - 2 * 86_400
    os.utime(default_storage.path(key), (then, then))


def orphan(name: str = "") -> str:
    key = f"{uuid4()}/ab/{name or uuid4().hex}"
    path = Path(default_storage.path(key))
    path.parent.mkdir(parents=True)
    path.write_bytes(b"nobody's")
    return key


@pytest.mark.parametrize("name", ["", ".incoming-x1y2"])
def test_bytes_without_a_row_go_after_a_day(kept: StoredFile, name: str) -> None:
    key = orphan(name)
    sweep()
    assert default_storage.exists(key)
    aged(key)
    aged(kept.key)
    assert sweep() == 1
    assert not default_storage.exists(key)
    assert default_storage.exists(kept.key)


def test_bytes_whose_row_says_they_are_erased_go(kept: StoredFile) -> None:
    key = kept.key
    actions.erase(file=kept)
    default_storage.delete(key)
    default_storage.save(key, ContentFile(b"left by a crash before the deletion"))
    aged(key)
    assert sweep() == 1
    assert sweep() == 0
