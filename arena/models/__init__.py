"""The only door to language models: `await model.ask(question)`.

`Model` is what a party holds. `Backend` is a kind of model behind the door; there are `offline` and litellm here, and
`journal.RecordedModel` puts either behind a record so that a resumed run spends nothing twice.
"""

from arena.models._door import Audience, Backend, Listen, Model, Reply, Request, Sampling, nobody, request_for
from arena.models._secrets import scrub

__all__ = [
    "Audience",
    "Backend",
    "Listen",
    "Model",
    "Reply",
    "Request",
    "Sampling",
    "nobody",
    "request_for",
    "scrub",
]
