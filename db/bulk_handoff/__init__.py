"""All leads of a campaign that wait for Sales, handed over in one run of bounded memory."""

from db.bulk_handoff.jobs import HandoffJob
from db.bulk_handoff.progress import Cancelled, HandoffProgress, OnProgress, Step
from db.bulk_handoff.waiting import WaitingLeads

__all__ = ["Cancelled", "HandoffJob", "HandoffProgress", "OnProgress", "Step", "WaitingLeads"]
