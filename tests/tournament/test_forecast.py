"""What a run will take: counted from what is played, in measured or stated lengths, never free because unknown."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.errors import UsageError
from arena.judges.realism.claims import self_claims
from arena.judges.realism.cues import helps
from arena.models.prices import TokenPrice
from arena.schema.event import CallMade
from arena.schema.realism import RealismSpec
from arena.schema.run import Budget, Models, ModelSpec, RunSpec
from arena.store import CallLength
from arena.tournament import Forecast, _rehearsal, forecast_of, line_up, plan_matches, start
from arena.tournament._lengths import STATED, Lengths
from arena.tournament.forecast import Meter, forecast
from arena.tournament.outlook import check_limits
from arena.users.asking import asks_something

MODEL = ModelSpec(id="openai/known")
SMALL = RunSpec(personas=("ines-varga", "aiko-tanaka"), scenarios=("smaller-flat",), contestants=("plain", "notebook"))
LINEUP = line_up(SMALL)
PEOPLE, COURSES = {p.id: p for p in LINEUP.personas}, {s.id: s for s in LINEUP.scenarios}


def price(model: str) -> TokenPrice | None:
    return TokenPrice(1e-6, 4e-6) if model == "openai/known" else None


def ahead(spec: RunSpec, lengths: Lengths | None = None) -> Forecast:
    return forecast(plan_matches(LINEUP, spec), PEOPLE, COURSES, spec, Meter(lengths or Lengths(), price))


def with_models(user: ModelSpec = MODEL, contestant: ModelSpec = MODEL, judge: ModelSpec = MODEL) -> RunSpec:
    return SMALL.model_copy(update={"models": Models(user=user, contestant=contestant, judge=judge)})


@pytest.mark.slow
def test_calls_are_about_as_many_as_are_made(tmp_path: Path) -> None:
    spec = RunSpec(
        runs_dir=str(tmp_path / "runs"), db=str(tmp_path / "a.duckdb"), personas=("ines-varga", "priya-nair")
    )

    async def made() -> int:
        return sum([isinstance(said, CallMade) async for said in start(spec).play()])

    assert forecast_of(spec).n_calls == pytest.approx(asyncio.run(made()), rel=0.15)


@settings(max_examples=20)
@given(st.integers(1, 5), st.integers(1, 64))
def test_seeds_multiply_and_lanes_share(seeds: int, concurrency: int) -> None:
    one = ahead(with_models())
    spec = with_models().model_copy(update={"seeds": seeds, "concurrency": concurrency})
    many = ahead(spec)
    assert many.matches == seeds * one.matches
    assert many.n_calls == pytest.approx(seeds * one.n_calls)
    assert many.amount.cost_usd == pytest.approx(seeds * (one.amount.cost_usd or 0))
    assert many.least == one.least
    assert (
        one.least.seconds - 1e-6
        <= many.seconds
        <= seeds * ahead(with_models().model_copy(update={"concurrency": 1})).seconds + 1e-6
    )


def test_the_sum_by_hand() -> None:
    """Without judge and probes a match of `plain` has two prompts; a last turn gets no reply.

    Its four sessions have 4.3 user turns each, but for the one that allows four.
    """
    spec = with_models().model_copy(
        update={"judge": False, "probes": False, "contestants": ("plain",), "personas": ("ines-varga",)}
    )
    lineup = line_up(spec)
    turns, replies = 3 * 4.3 + 4, 3 * 3.3 + 3
    found = forecast(plan_matches(lineup, spec), PEOPLE, COURSES, spec, Meter(Lengths(), price))
    assert found.n_calls == pytest.approx(turns + replies)
    user, reply = STATED["user/turn"], STATED["assistant/reply"]
    spoken = turns * user.input_tokens + replies * reply.input_tokens
    written = turns * user.output_tokens + replies * reply.output_tokens
    assert found.amount.tokens == pytest.approx(spoken + written)
    assert found.amount.cost_usd == pytest.approx(spoken * 1e-6 + written * 4e-6)
    assert found.seconds == pytest.approx(turns * user.latency_s + replies * reply.latency_s)


def test_limits_a_minute_are_part_of_the_time() -> None:
    slow, spec = MODEL.model_copy(update={"rpm": 30}), with_models()
    paced = ahead(with_models(user=slow))  # who asks the same model shares its limit
    assert paced.seconds == pytest.approx(paced.n_calls * 2)
    assert paced.seconds > ahead(spec).seconds
    by_tokens = ahead(with_models(judge=MODEL.model_copy(update={"tpm": 1000, "rpm": 100_000})))
    assert by_tokens.seconds == pytest.approx(by_tokens.amount.tokens * 60 / 1000)
    plenty = ahead(with_models(user=MODEL.model_copy(update={"rpm": 10_000_000})))
    assert plenty.seconds == ahead(spec).seconds


def test_unknown_is_unpriced_and_offline_is_free() -> None:
    unknown = ModelSpec(id="openai/unknown")
    none = ahead(with_models(unknown, unknown, unknown))
    assert none.amount.cost_usd is None
    assert none.unpriced == ("openai/unknown",)
    some = ahead(with_models(judge=unknown))
    assert some.unpriced == ("openai/unknown",)
    assert some.amount.cost_usd
    free = ahead(SMALL)
    assert (free.amount.tokens, free.amount.cost_usd, free.unpriced, free.paid_calls) == (0, 0, (), 0)
    mixed = ahead(with_models(ModelSpec(), ModelSpec(), unknown))
    assert mixed.amount.cost_usd is None


def test_measured_lengths_go_before_stated_ones() -> None:
    turn = next(row.prompt for row in ahead(with_models()).calls if row.prompt.startswith("user/turn@"))
    rows = [
        CallLength(turn, "openai/known", "plain", 10, 100.0, 10.0, 0.5),
        CallLength(turn, "openai/known", "window", 30, 200.0, 20.0, 1.5),
        CallLength("assistant/reply@2", "openai/known", "plain", 2, 1.0, 1.0, 0.1),
    ]
    lengths = Lengths(rows)
    assert lengths.of(turn, "openai/known", "plain").input_tokens == 100
    # of any contestant: (10 * 100 + 30 * 200) / 40
    assert lengths.of(turn, "openai/known", "notebook").input_tokens == pytest.approx(175)
    assert lengths.of("user/turn@99", "openai/known", "plain") == STATED["user/turn"]
    assert lengths.of(turn, "openai/other", "plain") == STATED["user/turn"]
    assert (
        lengths.of("assistant/reply@2", "openai/known", "plain") == STATED["assistant/reply"]
    )  # two calls are too few
    found = ahead(with_models(), lengths)
    assert 0 < found.measured < 1
    assert found.amount.tokens < ahead(with_models()).amount.tokens


def test_every_prompt_of_the_parties_has_a_stated_length() -> None:
    asked = {row.prompt.partition("@")[0] for row in ahead(with_models()).calls}
    assert asked <= STATED.keys()


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Budget(max_cost=0.0001), "one match"),
        (Budget(max_tokens=10), "one match"),
        (Budget(max_time=1.0), "one match"),
    ],
)
def test_less_than_one_match_is_refused_with_a_way_out(limits: Budget, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        check_limits(limits, ahead(with_models()))
    assert "--max-" in caught.value.next_step


def test_dollars_cannot_limit_what_has_no_price() -> None:
    unknown = ModelSpec(id="openai/unknown")
    with pytest.raises(UsageError, match="price"):
        check_limits(Budget(max_cost=5), ahead(with_models(unknown, unknown, unknown)))
    check_limits(Budget(max_cost=5), ahead(with_models(judge=unknown)))
    check_limits(Budget(max_cost=5), ahead(SMALL))


SCRIPTED = """\
id: two-questions
version: 1
title: Two questions
domain: housing
touches: [housing]
clock: {start: "2026-04-20T20:00:00"}
sessions:
  - id: ask
    kind: scripted
    turns:
      - {who: user, text: "What would you do about a leaking tap?"}
      - {who: assistant}
      - {who: user, text: "And who pays for it?"}
      - {who: assistant}
"""
FEW = {"personas": ("ines-varga", "tomasz-wilk"), "contestants": ("plain", "notebook", "elicit")}
SPECS: dict[str, dict[str, object]] = {
    "default scenarios": {},
    "a judge of people for every talk": {"realism": RealismSpec(ask="always"), "sessions": 2, "seeds": 2},
    "no judge of people": {"realism": RealismSpec(ask="never"), "scenarios": ("smaller-flat",)},
    "no judge, no probes": {"judge": False, "probes": False, "scenarios": ("smaller-flat",)},
    "fewer sessions, so fewer probes": {"sessions": 1, "scenarios": ("smaller-flat", "bad-back-at-work")},
}


def against_play(spec: RunSpec) -> list[tuple[str, int, tuple[float, float]]]:
    """(party, prompt and contestant; calls made; calls foretold) of a run that is played offline."""
    expected = {(row.party, row.prompt, row.contestant): row.span for row in forecast_of(spec).calls}
    made: Counter[tuple[str, str, str]] = Counter()

    async def play() -> None:
        run = start(spec)
        names = {plan.key: plan.contestant for plan in run.stored.matches}
        async for said in run.play():
            if isinstance(said, CallMade):
                made[said.party, said.prompt, names[said.match]] += 1

    asyncio.run(play())
    found = [(" ".join(key), made[key], expected.get(key) or (0.0, 0.0)) for key in made.keys() | expected.keys()]
    assert sum(made.values()) > 0
    return found


@pytest.mark.parametrize("changes", SPECS.values(), ids=SPECS)
def test_what_is_played_lies_in_the_span_that_was_foretold(changes: dict[str, object], tmp_path: Path) -> None:
    """Every prompt of every party; where fewest and most are the same, that many calls are made."""
    places = {"runs_dir": str(tmp_path / "runs"), "db": str(tmp_path / "a.duckdb")}
    found = against_play(RunSpec.model_validate({**FEW, **places, **changes}))
    assert [row for row in found if not row[2][0] <= row[1] <= row[2][1]] == []
    assert any(low == high == made > 0 for _, made, (low, high) in found) == bool(changes.get("judge", True))


def test_nothing_is_left_to_chance_in_a_script(tmp_path: Path) -> None:
    (tmp_path / "two-questions.yaml").write_text(SCRIPTED, encoding="utf-8")
    spec = RunSpec(
        personas=("ines-varga",),
        scenarios=(str(tmp_path / "two-questions.yaml"),),
        contestants=("plain",),
        realism=RealismSpec(ask="never"),
        runs_dir=str(tmp_path / "runs"),
        db=str(tmp_path / "a.duckdb"),
    )
    found = {name: (made, span) for name, made, span in against_play(spec) if "hallucinate" not in name}
    assert {name: made for name, (made, _) in found.items() if made} == {
        name: span[0] for name, (_, span) in found.items() if span[1]
    }
    assert found["contestant assistant/reply@2 plain"] == (2, (2, 2))


def test_the_rehearsal_says_what_makes_judges_doubt_and_people_stay() -> None:
    assert helps(_rehearsal.MORE)
    assert self_claims(_rehearsal.MORE)
    assert asks_something(_rehearsal.MORE)
    assert not asks_something(_rehearsal.ENOUGH)
