"""Is the person who they were written to be? Public-domain inventories, in character and as strangers see them."""

from arena.psychometrics.offline import ANSWERERS
from arena.psychometrics.report import Findings, findings

__all__ = ["ANSWERERS", "Findings", "findings"]
