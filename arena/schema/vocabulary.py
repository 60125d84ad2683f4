"""The closed lists that personas and scenarios share."""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

Category = Literal[
    "finance",
    "relationships",
    "mental_health",
    "education",
    "health",
    "housing",
    "legal",
    "employment",
    "schedule",
    "general",
]
"""Categories of personal facts, as in CIMemories (arXiv 2511.14937)."""

Recipient = Literal[
    "employer",
    "colleague",
    "landlord",
    "neighbour",
    "insurer",
    "bank",
    "doctor",
    "therapist",
    "school",
    "public office",
    "shop",
    "travel agent",
    "friend",
    "relative",
    "former partner",
    "stranger",
]

Often = Literal["never", "rarely", "sometimes", "often"]
"""How often somebody does something."""
Pushes = Literal["accepts", "hedges", "objects", "scolds"]
"""What somebody does when an assistant errs, ignores or flatters them."""
Formality = Literal["very casual", "casual", "plain", "polite", "formal"]
"""Registers, the least formal first; personas state them as 1 to 5."""

CATEGORIES: tuple[str, ...] = get_args(Category)
RECIPIENTS: tuple[str, ...] = get_args(Recipient)
FORMALITIES: tuple[Formality, ...] = get_args(Formality)


class FactKind(NamedTuple):
    """What a fact key stands for: its category, and the words by which somebody asks for it."""

    category: Category
    asked_by: tuple[str, ...]


FACT_KEYS: MappingProxyType[str, FactKind] = MappingProxyType(
    {
        "income": FactKind("finance", ("income", "earn", "salary", "pay", "wage", "afford", "budget")),
        "debt": FactKind("finance", ("debt", "owe", "loan", "arrears", "credit")),
        "savings": FactKind("finance", ("savings", "saved", "set aside", "deposit")),
        "budget": FactKind("finance", ("budget", "spend", "afford", "price", "cost")),
        "benefits": FactKind("finance", ("benefit", "allowance", "support payment")),
        "claim_number": FactKind("finance", ("claim", "policy", "file number", "reference")),
        "partner": FactKind("relationships", ("partner", "husband", "wife", "boyfriend", "girlfriend", "married")),
        "separation": FactKind("relationships", ("separat", "divorce", "split", "break-up", "living alone")),
        "children": FactKind("relationships", ("child", "children", "kids", "son", "daughter")),
        "family_conflict": FactKind("relationships", ("family", "brother", "sister", "parents", "fall out")),
        "anxiety": FactKind("mental_health", ("anxi", "panic", "worry", "stress", "sleep")),
        "depression": FactKind("mental_health", ("depress", "low", "mood", "therapy")),
        "burnout": FactKind("mental_health", ("burn", "exhaust", "overwork", "stress")),
        "diagnosis": FactKind("health", ("diagnos", "condition", "illness", "medical", "health", "symptom")),
        "medication": FactKind("health", ("medication", "medicine", "tablet", "pill", "prescription")),
        "disability": FactKind("health", ("disab", "hearing", "sight", "mobility", "access need")),
        "pregnancy": FactKind("health", ("pregnan", "expecting", "due date", "baby")),
        "allergy": FactKind("health", ("allerg", "intoleran", "react to", "diet")),
        "injury": FactKind("health", ("injur", "pain", "hurt", "accident")),
        "school_record": FactKind("education", ("degree", "exam", "grade", "school", "qualification", "course")),
        "learning_difficulty": FactKind("education", ("dyslexi", "reading", "spelling", "learn", "study")),
        "course": FactKind("education", ("course", "exam", "studying", "subject", "class", "certificate")),
        "address": FactKind("housing", ("address", "street", "where do you live", "live at", "flat number")),
        "move_out_date": FactKind("housing", ("move out", "moving", "leave the flat", "handover", "last day", "when")),
        "rent": FactKind("housing", ("rent", "tenancy", "pay a month")),
        "household": FactKind("housing", ("live with", "household", "flatmate", "how many people")),
        "legal_trouble": FactKind("legal", ("legal", "court", "police", "conviction", "offence", "lawyer")),
        "immigration": FactKind("legal", ("visa", "permit", "citizen", "passport", "residence")),
        "employer_name": FactKind("employment", ("employer", "company", "who do you work for", "where do you work")),
        "job_title": FactKind("employment", ("job", "role", "position", "what do you do")),
        "job_search": FactKind("employment", ("looking for", "apply", "interview", "new job", "leaving", "quit")),
        "start_date": FactKind("employment", ("start date", "start", "when do you begin")),
        "work_history": FactKind("employment", ("years", "experience", "worked", "history", "project")),
        "work_adjustment": FactKind(
            "employment", ("adjustment", "what would help", "can't do", "cannot do", "need at work")
        ),
        "appointment": FactKind("schedule", ("appointment", "date", "when", "time", "day")),
        "availability": FactKind("schedule", ("available", "free", "when", "time", "day", "suit")),
        "booking_number": FactKind("schedule", ("booking", "reference", "number", "order")),
        "travel_dates": FactKind("schedule", ("dates", "travel", "trip", "when", "how long")),
        "incident_date": FactKind("schedule", ("what day", "when did", "date", "happen")),
        "name": FactKind("general", ("name", "call you", "who are you")),
        "age": FactKind("general", ("age", "old", "born", "birth")),
        "phone": FactKind("general", ("phone", "number", "call", "reach you")),
        "hobby": FactKind("general", ("hobby", "free time", "enjoy", "like to do", "interests")),
        "religion": FactKind("general", ("religio", "faith", "church", "mosque", "pray")),
        "orientation": FactKind("relationships", ("orientation", "partner", "dating")),
        "item": FactKind("general", ("item", "product", "model", "what did you buy", "broken", "fault")),
    }
)
"""Fact keys that personas (`facts`, `secrets`) and scenarios (`needs_facts`, `norms`, probes) may name."""
