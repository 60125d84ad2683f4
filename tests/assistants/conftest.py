from __future__ import annotations

import pytest

from tests.assistants.playing import Scripted


@pytest.fixture
def scripted() -> Scripted:
    return Scripted()
