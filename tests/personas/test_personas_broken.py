"""Ten broken persons, one for each kind of mistake an author makes: where it is, in words, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from arena.personas import check

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
        "4:8: `age` must be a whole number, not the text `thirty-three`",
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
