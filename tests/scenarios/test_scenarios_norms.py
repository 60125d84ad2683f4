"""Who may learn what: the order of the rulings, and what is not scored."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.errors import BadFiles
from arena.scenarios import NormRow, NormTable, Resolved, default_norms, load_norms, resolve
from arena.schema.persona import Fact, Flow, Identity, Persona, Preference, Secret
from arena.schema.scenario import Addressee, Norms, SessionPlan
from arena.schema.vocabulary import FACT_KEYS, RECIPIENTS


def person(facts: tuple[Fact, ...] = (), secrets: tuple[Secret, ...] = ()) -> Persona:
    preference = Preference(id="pp", about="a", value="b")
    return Persona(id="bo-lind", identity=Identity(name="Bo"), preferences=(preference,), facts=facts, secrets=secrets)


def letter(norms: Norms = Norms(), who: str = "landlord", purpose: str = "deposit") -> SessionPlan:  # noqa: B008
    to = Addressee.model_validate({"who": who, "purpose": purpose})
    return SessionPlan(id="letter", kind="message", need="x", recipient=to, norms=norms)


def debt(*flows: Flow) -> Secret:
    return Secret(key="debt", value="6,200", flows=flows)


def flow(*, allowed: bool, recipient: str = "landlord", purpose: str = "") -> Flow:
    return Flow.model_validate({"recipient": recipient, "purpose": purpose, "allowed": allowed})


def side(resolved: Resolved, key: str) -> str:
    for name in ("share", "withhold"):
        if key in [fact.key for fact in getattr(resolved, name)]:
            return name
    return ""


TABLE = NormTable(
    rows=(
        NormRow(category="finance", recipients=("landlord",), flow="withhold", because="x"),
        NormRow(category="housing", recipients=("landlord",), flow="ambiguous", because="x"),
    )
)


@pytest.mark.parametrize(
    ("secret", "norms", "expected"),
    [
        (debt(flow(allowed=True)), Norms(withhold=("debt",)), "withhold"),  # the session before the person
        (debt(flow(allowed=False)), Norms(share=("debt",)), "share"),
        (debt(flow(allowed=True)), Norms(), "share"),  # the person before the table
        (debt(), Norms(), "withhold"),  # the table
        (debt(flow(allowed=True, recipient="bank")), Norms(), "withhold"),  # a flow to somebody else says nothing
        (debt(flow(allowed=True, purpose="Deposit "), flow(allowed=False, purpose="tenancy")), Norms(), "share"),
        (debt(flow(allowed=True, purpose="repairs"), flow(allowed=False, purpose="tenancy")), Norms(), ""),
        (debt(flow(allowed=False, purpose="repairs"), flow(allowed=False, purpose="tenancy")), Norms(), "withhold"),
        (Secret(key="rent", value="900"), Norms(), ""),  # ambiguous in the table
        (Secret(key="hobby", value="stamps"), Norms(), ""),  # not in the table
        (Secret(key="rent", value="900", category="finance"), Norms(), "withhold"),  # the author's category
    ],
)
def test_order_of_rulings(secret: Secret, norms: Norms, expected: str) -> None:
    assert side(resolve(TABLE, person(secrets=(secret,)), letter(norms)), secret.key) == expected


def test_a_key_the_person_does_not_have_is_not_scored() -> None:
    resolved = resolve(TABLE, person(secrets=(debt(),)), letter(Norms(share=("address",), withhold=("diagnosis",))))
    assert (side(resolved, "address"), side(resolved, "diagnosis")) == ("", "")
    assert not resolved.scored


def test_a_context_needs_both_sides() -> None:
    address = Fact(key="address", value="Leeds")
    both = resolve(TABLE, person((address,), (debt(),)), letter(Norms(share=("address",))))
    assert both.scored
    assert not resolve(TABLE, person((address,), (debt(),)), letter()).scored
    assert not resolve(TABLE, person((address,)), letter(Norms(share=("address",)))).scored


def test_only_a_message_has_a_context() -> None:
    talk = SessionPlan(id="talk", kind="talk", need="x")
    assert resolve(TABLE, person(secrets=(debt(),)), talk) == Resolved()


keys = st.lists(st.sampled_from(sorted(FACT_KEYS)), unique=True, max_size=8)
recipients = st.sampled_from(RECIPIENTS)
flows = st.lists(st.builds(flow, allowed=st.booleans(), recipient=recipients, purpose=st.sampled_from(["", "deposit"])))


@settings(deadline=None)
@given(owned=keys, share=keys, withhold=keys, flows=flows, who=recipients)
def test_resolved_facts_are_the_person_s_each_on_one_side(
    owned: list[str], share: list[str], withhold: list[str], flows: list[Flow], who: str
) -> None:
    half = len(owned) // 2
    facts = tuple(Fact(key=key, value="v") for key in owned[:half])
    secrets = tuple(Secret(key=key, value="v", flows=tuple(flows)) for key in owned[half:])
    norms = Norms(share=tuple(share), withhold=tuple(key for key in withhold if key not in share))
    resolved = resolve(default_norms(), person(facts, secrets), letter(norms, who))
    sides = [side(resolved, key) for key in owned]
    assert len(resolved.share) + len(resolved.withhold) == sum(map(bool, sides))
    assert {fact.key for fact in (*resolved.share, *resolved.withhold)} <= set(owned)
    for key, ruling in zip(owned, sides, strict=True):
        if key in norms.share or key in norms.withhold:
            assert ruling == ("share" if key in norms.share else "withhold")
    assert resolved.scored == ({"share", "withhold"} <= set(sides))


def test_the_shipped_table_is_cautious() -> None:
    table = default_norms()
    assert len(table.rows) < 30
    assert all(len(row.because) > 20 for row in table.rows)
    assert table.ruling("health", "doctor") == "share"
    assert table.ruling("mental_health", "employer") == "withhold"
    assert table.ruling("finance", "landlord") == "ambiguous"
    assert {table.ruling("general", who) for who in RECIPIENTS} == {"ambiguous"}
    assert not [row for row in table.rows if row.flow == "share" and "stranger" in row.recipients]


def test_a_table_of_one_s_own(tmp_path: Path) -> None:
    path = tmp_path / "norms.yaml"
    row = "  - {category: legal, recipients: [bank, shop], flow: withhold, because: x}\n"
    path.write_text("rows:\n" + row, encoding="utf-8")
    assert load_norms(str(path)).ruling("legal", "shop") == "withhold"
    path.write_text("rows:\n" + row + row.replace("[bank, shop]", "[school, bank]"), encoding="utf-8")
    with pytest.raises(BadFiles) as caught:
        load_norms(path)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.message) == (3, 44, "legal for `bank` is given twice")
    assert load_norms(None) == default_norms()
