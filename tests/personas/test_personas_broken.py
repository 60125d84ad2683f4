"""Ten broken persons, one for each kind of mistake an author makes: where it is, in words, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from arena.files import available, examine
from arena.personas import check
from arena.schema.persona import Persona
from arena.schema.persona_rules import complaints

SOUND = """\
id: nell-hart
identity:
  name: Nell Hart
  age: 33
voice:
  words_per_message: {usual: 9, long: 30}
  emoji: never
preferences:
  - id: short-answers
    about: length of answers
    value: wants short answers
secrets:
  - key: debt
    value: 6,200 on two cards
    flows:
      - {recipient: bank, allowed: true}
"""

BROKEN = {
    "a misspelt field": (
        SOUND.replace("emoji", "emojis"),
        "7:3: unknown key `emojis` (did you mean `emoji`? known here: words_per_message, formality,",
    ),
    "a misspelt word of a closed list": (
        SOUND.replace("emoji: never", "emoji: nevver"),
        "7:10: `emoji` must be one of never, rarely, sometimes, often, not `nevver` (did you mean `never`?)",
    ),
    "a number out of range": (SOUND.replace("33", "17"), "4:8: `age` must be at least 18, not 17"),
    "words where a number belongs": (
        SOUND.replace("33", "thirty-three"),
        "4:8: `age` must be a whole number from 18 to 95, not the text `thirty-three`",
    ),
    "something needed is missing": (
        SOUND.replace("    about: length of answers\n", ""),
        "9:5: `about` is missing (every entry of `preferences` needs it)",
    ),
    "a colon in unquoted text": (
        SOUND.replace("wants short answers", "wants one thing: short answers"),
        "11:27: text with a colon and a space in it needs quotes (YAML: mapping values are not allowed",
    ),
    "a tab": (SOUND.replace("  age", "\tage"), "4:1: tab in the indentation (use spaces)"),
    "one thing said twice": (
        SOUND + "voice: {emoji: often}\n",
        "17:1: key `voice` is given twice (first given in line 5; keep one)",
    ),
    "a secret given away": (
        SOUND.replace("  emoji: never", '  samples: ["its the 6,200 on two cards again"]'),
        "7:13: gives away the secret `debt` (it says `6,200 on two cards`; everybody who reads the person would know)",
    ),
    "an unknown kind of fact": (
        SOUND.replace("key: debt", "key: depts"),
        "13:10: unknown fact key `depts` (did you mean `debt`?)",
    ),
    "a name of the wrong form": (SOUND.replace("nell-hart", "Nell Hart"), "1:5: `id`: `Nell Hart` does not have the"),
    "usual longer than long": (
        SOUND.replace("usual: 9", "usual: 90"),
        "6:22: a usual message (90 words) is longer than a long one (30)",
    ),
}


def test_the_sound_one_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "nell-hart.yaml"
    path.write_text(SOUND, encoding="utf-8")
    assert check([path]).problems == ()


@pytest.mark.parametrize(("text", "told"), BROKEN.values(), ids=BROKEN)
def test_a_mistake_is_told_at_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "nell-hart.yaml"
    path.write_text(text, encoding="utf-8")
    (problem,) = check([path]).problems
    assert str(problem).removeprefix(f"{path}:").startswith(told)
    assert not {"Input should", "validation error", "pydantic", "str_type"} & set(str(problem).split())


def test_all_of_them_at_once(tmp_path: Path) -> None:
    text = SOUND + "  - {key: salary, value: x, flows: [{recipient: family, allowed: perhaps}]}\n"
    for before, after in {
        "id: nell-hart": "id: Nell Hart",
        "age: 33": "age: thirty-three",
        "usual: 9": "usual: 90",
        "emoji: never": 'emojis: no\n  samples: ["its 6,200 on two cards"]',
        "    about: length of answers\n": "",
        "wants short answers": "wants one thing: short answers",
        "key: debt": "key: debts",
        "recipient: bank": "recipient: boss",
    }.items():
        text = text.replace(before, after)
    path = tmp_path / "nell-hart.yaml"
    path.write_text(text, encoding="utf-8")
    told = [(p.line, p.message.partition(":")[0]) for p in check([path]).problems]
    assert told == [
        (1, "`id`"),
        (4, "`age` must be a whole number from 18 to 95, not the text `thirty-three`"),
        (6, "a usual message (90 words) is longer than a long one (30)"),
        (7, "unknown key `emojis`"),
        (8, "gives away the secret `debts`"),
        (10, "`about` is missing"),
        (11, "text with a colon and a space in it needs quotes"),
        (13, "unknown fact key `debts`"),
        (16, told[8][1]),
        (17, "unknown fact key `salary`"),
        (17, told[10][1]),
        (17, "`allowed` must be true or false, not the text `perhaps`"),
    ]
    assert all(message.startswith("`recipient` must be one of employer, ") for _, message in (told[8], told[10]))


def test_nothing_is_said_of_values_that_are_broken_themselves(tmp_path: Path) -> None:
    """A value that stands in for a broken one breaks no rule: what would be held against it waits."""
    text = SOUND.replace("long: 30", "long: thirty").replace("usual: 9", "usual: 90") + (
        "      - {recipient: bank, allowed: perhaps}\ninferred: [voice.words_per_message.long]\n"
    )
    path = tmp_path / "nell-hart.yaml"
    path.write_text(text, encoding="utf-8")
    assert [(p.line, p.column) for p in check([path]).problems] == [(6, 40), (17, 36)]


WHOLE = yaml.safe_load(available("personas")["ines-varga"].read_text("utf-8"))
odd = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 99)
    | st.floats(-9, 9)
    | st.sampled_from(["", "no", "x", "bank", "Ä b"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "key", "zz"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(data=st.data())
def test_whatever_is_broken_is_told_and_nothing_that_is_sound(data: st.DataObject) -> None:
    whole = {**WHOLE}
    broken = data.draw(st.sets(st.sampled_from(sorted(WHOLE)), min_size=1, max_size=3))
    for section in broken:
        whole[section] = data.draw(odd)
    record, problems = examine(whole, Persona, complaints)
    assert (record is None) == bool(problems)
    alone = [examine({**WHOLE, section: whole[section]}, Persona, complaints)[0] for section in broken]
    assert any(one is None for one in alone) or record is not None or len(broken) > 1
