from tests.consents.conftest import kompas, other

__all__ = ["kompas", "other"]
