"""How often the best-fitting of four answers is the one that respects a stated preference, on PrefEval's MCQ items.

    python benchmarks/stance_prefeval.py PREFEVAL_FOLDER [--half even|odd] [--misses] [--topic TOPIC]

Three choosers: `fit` sees the preference and the four answers, `stance` sees the preference and one answer at a time,
`question` sees only the question and takes the answer that shares most content words with it. Chance is 0.25. Items
with an even index were looked at while the rules were written; of those with an odd index only about 30 were.
"""

from __future__ import annotations

import argparse
import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from arena.scenarios._prefeval import Item, read_items
from arena.scenarios._prefeval_course import PrefEvalForm, to_scenario
from arena.text.stance import fit, stance
from arena.text.words import content_words

Chooser = Callable[[Item, Sequence[str]], Sequence[float]]


def by_fit(item: Item, options: Sequence[str]) -> Sequence[float]:
    return fit([item.preference], options)


def by_stance(item: Item, options: Sequence[str]) -> Sequence[float]:
    return [stance(item.preference, option) for option in options]


def by_question(item: Item, options: Sequence[str]) -> Sequence[float]:
    asked = set(content_words(item.question))
    return [len(asked.intersection(content_words(option))) for option in options]


CHOOSERS: dict[str, Chooser] = {"fit": by_fit, "stance": by_stance, "question": by_question}


def shuffled(item: Item) -> tuple[list[str], int]:
    """The options as a scenario shows them, and the place of the one that respects the preference."""
    plan = to_scenario(item, (), PrefEvalForm(turns=0)).sessions[-1]
    ids = [option.id for option in plan.options]
    return [option.text for option in plan.options], ids.index(plan.checks[0].kept_by[0])


def right(item: Item, chooser: Chooser) -> bool:
    """Whether the chooser's first best option is the right one."""
    options, gold = shuffled(item)
    scores = list(chooser(item, options))
    return scores.index(max(scores)) == gold


def half_width(share: float, n: int) -> float:
    """Half the 95 % Wald interval of a share."""
    return 1.96 * math.sqrt(share * (1 - share) / n)


def show_miss(item: Item) -> None:
    options, gold = shuffled(item)
    print(f"\n{item.topic} {item.index}: {item.preference}")
    for place, (option, score) in enumerate(zip(options, by_fit(item, options), strict=True)):
        print(f"  {'*' if place == gold else ' '} {score:+.2f} {option}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("even", "odd"))
    parser.add_argument("--topic", action="append", default=[])
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    by_topic: dict[str, list[dict[str, bool]]] = defaultdict(list)
    for item in read_items(options.folder, "explicit", options.topic):
        if options.half and item.index % 2 != (options.half == "odd"):
            continue
        row = {name: right(item, chooser) for name, chooser in CHOOSERS.items()}
        by_topic[item.topic].append(row)
        if options.misses and not row["fit"]:
            show_miss(item)
    print(f"{'topic':28}{'n':>5}" + "".join(f"{name:>16}" for name in CHOOSERS))
    rows = [*by_topic.items(), ("all", [row for rows in by_topic.values() for row in rows])]
    for topic, results in rows:
        shares = [sum(r[name] for r in results) / len(results) for name in CHOOSERS]
        cells = "".join(f"{s:>9.3f} ±{half_width(s, len(results)):.3f}" for s in shares)
        print(f"{topic:28}{len(results):>5}{cells}")


if __name__ == "__main__":
    main()
