import os

import pytest
from hypothesis import settings

# No test has a time limit: machines differ.
settings.register_profile("perflint")
settings.load_profile("perflint")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory, monkeypatch):
    """Tests never read or write the user's cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", os.fspath(tmp_path_factory.mktemp("cache")))
