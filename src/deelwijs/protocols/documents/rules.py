"""The rules for reading a protocol, from ``protocols/lint/*.yaml`` and the model protocol."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from deelwijs.core.protocol_text import Rules, parse_rules
from deelwijs.protocols import corpus
from deelwijs.protocols.contents import Model

_LOADER: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load_rules() -> Rules:
    """The rules that come with the product; read once per process."""
    folder = files("deelwijs.protocols") / "lint"
    data = {
        entry.name.removesuffix(".yaml"): yaml.load(entry.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml")
    }
    model = Model(corpus.load())
    everything = [model.article(entry) for entry in model.content["articles"]["articles"]]
    return parse_rules(
        data,
        norm_texts={article.id: article.text for article in everything},
        parameters=model.parameters,
    )
