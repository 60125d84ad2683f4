from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from conftest import Asked, Scripted, helpful, lecturing, spoken, talk

from arena.schema.dialogue import Turn, UserTurn
from arena.schema.persona import Persona
from arena.schema.scenario import Scenario
from arena.users import Person, SpokenTurn
