"""All reports of a workspace, by domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.reports.cash import CashReports
from db.reports.feedback import FeedbackReports
from db.reports.feedback_attention import FeedbackAttention
from db.reports.feedback_drivers import FeedbackDrivers
from db.reports.feedback_groups import FeedbackGroups
from db.reports.feedback_themes import FeedbackThemes
from db.reports.fulfillment import FulfillmentReports
from db.reports.home import HomeReports
from db.reports.known_names import KnownNames
from db.reports.loop_flow import LoopFlowReports
from db.reports.marketing import MarketingReports
from db.reports.offer_effect import OfferEffectReports
from db.reports.runs import RunReports
from db.reports.sales import SalesReports

if TYPE_CHECKING:
    from db.workspace import Workspace


class Reports:
    def __init__(self, workspace: Workspace) -> None:
        self.home = HomeReports(workspace)
        self.marketing = MarketingReports(workspace)
        self.sales = SalesReports(workspace)
        self.fulfillment = FulfillmentReports(workspace)
        self.cash = CashReports(workspace)
        self.feedback = FeedbackReports(workspace)
        self.feedback_attention = FeedbackAttention(workspace)
        self.feedback_drivers = FeedbackDrivers(workspace)
        self.feedback_themes = FeedbackThemes(workspace)
        self.feedback_groups = FeedbackGroups(workspace)
        self.known_names = KnownNames(workspace)
        self.offer_effect = OfferEffectReports(workspace)
        self.runs = RunReports(workspace)
        self.loop_flow = LoopFlowReports(workspace)
