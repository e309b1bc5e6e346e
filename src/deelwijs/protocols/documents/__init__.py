"""Import of a school's own document: bytes in, structure, matches and findings out. Nothing is stored."""

from deelwijs.protocols.documents.importing import ImportedProtocol, import_document, where
from deelwijs.protocols.documents.kinds import Kind
from deelwijs.protocols.documents.presenting import FAMILIES, as_json
from deelwijs.protocols.documents.problems import DocumentError, Problem
from deelwijs.protocols.documents.sandbox import Limits

__all__ = [
    "FAMILIES",
    "DocumentError",
    "ImportedProtocol",
    "Kind",
    "Limits",
    "Problem",
    "as_json",
    "import_document",
    "where",
]
