"""The protocol as norms: what may, what to ask, and why. See docs/norms.md.

``compile_book`` turns a protocol's data into a book; ``read_facts`` checks what somebody says; ``evaluate``
gives the verdict on what is known and ``advise`` the verdict or the next question; ``explain`` says why.
"""

from deelwijs.core.norms.ask import Advice, advise
from deelwijs.core.norms.choices import (
    NO_CHOICES,
    Choices,
    chosen_readings,
    holding_articles,
    holds,
    parameter_values,
)
from deelwijs.core.norms.evaluate import evaluate
from deelwijs.core.norms.explain import Address, Change, Explanation, Known, Part, Reason, explain
from deelwijs.core.norms.filling import filled, named_in
from deelwijs.core.norms.lint import ChangedVerdict, Guardrail, changed_verdicts, lint
from deelwijs.core.norms.model import (
    Answer,
    Book,
    Clause,
    Fact,
    FactKind,
    Facts,
    FactType,
    Norm,
    NormKind,
    Reading,
    Screen,
    Value,
    Verdict,
)
from deelwijs.core.norms.parse import compile_book
from deelwijs.core.norms.problems import NormError, Problem
from deelwijs.core.norms.reading import FactError, read_facts

__all__ = [
    "NO_CHOICES",
    "Address",
    "Advice",
    "Answer",
    "Book",
    "Change",
    "ChangedVerdict",
    "Choices",
    "Clause",
    "Explanation",
    "Fact",
    "FactError",
    "FactKind",
    "FactType",
    "Facts",
    "Guardrail",
    "Known",
    "Norm",
    "NormError",
    "NormKind",
    "Part",
    "Problem",
    "Reading",
    "Reason",
    "Screen",
    "Value",
    "Verdict",
    "advise",
    "changed_verdicts",
    "chosen_readings",
    "compile_book",
    "evaluate",
    "explain",
    "filled",
    "holding_articles",
    "holds",
    "lint",
    "named_in",
    "parameter_values",
    "read_facts",
]
