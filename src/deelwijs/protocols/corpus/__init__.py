"""The corpus: articles, parameters, purposes and wording as data, one folder per protocol text."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

MODEL = "model"


@cache
def load(name: str = MODEL) -> dict[str, Any]:
    """Everything in one corpus folder: each YAML file under the name of the file."""
    folder = files(__package__) / name
    return {
        entry.name.removesuffix(".yaml"): yaml.safe_load(entry.read_text(encoding="utf-8"))
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".yaml")
    }


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256 in hex over a protocol's content, by which a version is known."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
