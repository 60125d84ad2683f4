"""Tables of the command line: as wide as the screen, names whole, nothing lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from arena.cli._table import fitted, lay_out, wrapped

WORDS = st.text(alphabet="ab 日[],% \n", max_size=30)


def shown(headings: list[str], right: list[bool], rows: list[list[str]], room: int) -> list[str]:
    return lay_out(headings, right, [[Text(cell) for cell in row] for row in rows], room, 1).plain.split("\n")


def test_what_fits_is_one_line_a_row() -> None:
    assert shown(["name", "n"], [False, True], [["plain", "5"], ["日本", "10"]], 80) == [
        "name   n",
        "plain  5",
        "日本  10",
    ]


def test_text_gives_way_before_names_and_headings_before_text() -> None:
    rows = [["notebook?tokens=1000", "got what they came for", "100 % (n=4)"]]
    assert shown(["name", "means", "2 sessions ago"], [False, False, True], rows, 48) == [
        "name                 means            2 sessions",
        "                                             ago",
        "notebook?tokens=1000 got what they   100 % (n=4)",
        "                     came for",
    ]


def test_a_name_without_room_reaches_over_the_line_and_the_rest_goes_below() -> None:
    rows = [["1", "plain", "4.05\n[3.76, 4.31]"], ["2", "notebook?tokens=1000", "4.17\n[3.76, 4.62]"]]
    assert shown(["rank", "contestant", "likability"], [True, False, True], rows, 30) == [
        "rank contestant     likability",
        "   1 plain                4.05",
        "                  [3.76, 4.31]",
        "   2 notebook?tokens=1000",
        "                          4.17",
        "                  [3.76, 4.62]",
    ]


@given(st.lists(st.lists(WORDS, min_size=3, max_size=3), max_size=4), st.integers(12, 60))
def test_nothing_is_lost_however_narrow(rows: list[list[str]], room: int) -> None:
    lines = shown(["a", "b", "c"], [False, True, False], rows, room)
    for row in rows:
        for cell in row:
            letters = cell.replace(" ", "").replace("\n", "")
            found = iter("".join(lines))
            assert all(letter in found for letter in letters)


@given(WORDS, st.integers(1, 20))
def test_wrapping_keeps_to_its_width(cell: str, width: int) -> None:
    lines = wrapped(Text(cell), width)
    assert lines
    assert all(line.cell_len <= max(width, 2) for line in lines)
    assert "".join("".join(line.plain for line in lines).split()) == "".join(cell.split())


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 30)), min_size=1, max_size=6), st.integers(6, 120))
def test_columns_have_what_there_is_to_have(sizes: list[tuple[int, int]], room: int) -> None:
    widths = fitted([(least, least + more) for least, more in sizes], room)
    assert sum(widths) <= max(room, len(sizes))
    if sum(least for least, _ in sizes) <= room:
        assert all(least <= width <= least + more for width, (least, more) in zip(widths, sizes, strict=True))
        if sum(widths) < room:
            assert widths == [least + more for least, more in sizes], "room is left only when all have what they want"
