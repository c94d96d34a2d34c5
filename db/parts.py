"""The parts of a workspace: what each domain's records, reports and services are called.

Each loads its module on first use: the command line starts without SQLAlchemy and pandas.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from db.bulk_handoff.jobs import HandoffJobs
    from db.inbox import Inbox
    from db.lead_import.service import LeadImports
    from db.offer_feedback import OfferFeedback
    from db.records.additions import AdditionRecords
    from db.records.bulk_changes import BulkChangeRecords
    from db.records.bulk_deals import BulkDealRecords
    from db.records.bulk_people import BulkLeadRecords, BulkProjectRecords
    from db.records.campaign_results import CampaignResultRecords
    from db.records.campaigns import CampaignRecords
    from db.records.capacity import CapacityRecords
    from db.records.change_orders import ChangeOrderRecords
    from db.records.client_health import ClientHealthRecords
    from db.records.client_timeline import ClientTimeline
    from db.records.clients import ClientRecords
    from db.records.deal_board import DealBoard
    from db.records.deal_cells import DealCellRecords
    from db.records.deals import DealRecords
    from db.records.decisions import DecisionRecords
    from db.records.deliverables import DeliverableRecords
    from db.records.feedback import FeedbackRecords
    from db.records.follow_ups import FollowUpRecords
    from db.records.forecasts import ForecastRecords
    from db.records.fulfillment import FulfillmentRecords
    from db.records.history import HistoryRecords
    from db.records.invitations import InvitationRecords
    from db.records.loop import LoopRecords
    from db.records.marketing import MarketingRecords
    from db.records.offer_templates import OfferTemplateRecords
    from db.records.offers import OfferRecords
    from db.records.policies import PolicyRecords
    from db.records.policy_effects import PolicyEffects
    from db.records.runs import RunRecords
    from db.records.sales import SalesRecords
    from db.records.saved_views import SavedViewRecords
    from db.records.survey_imports import SurveyImportRecords
    from db.records.survey_mails import SurveyMailRecords
    from db.records.typed_answers import TypedAnswerRecords
    from db.reports.catalogue import Reports
    from db.survey_links import SurveyLinks
    from db.thread import ThreadRecords
    from db.workspace import Workspace


class Parts:
    """What a workspace is asked for by name; a new part is one more property."""

    @property
    def _whole(self) -> Workspace:
        return cast("Workspace", self)

    @cached_property
    def survey_links(self) -> SurveyLinks:
        from db.survey_links import SurveyLinks

        return SurveyLinks(self._whole)

    @cached_property
    def offer_feedback(self) -> OfferFeedback:
        from db.offer_feedback import OfferFeedback

        return OfferFeedback(self._whole)

    @cached_property
    def inbox(self) -> Inbox:
        from db.inbox import Inbox

        return Inbox(self._whole)

    @cached_property
    def offers(self) -> OfferRecords:
        from db.records.offers import OfferRecords

        return OfferRecords(self._whole)

    @cached_property
    def offer_templates(self) -> OfferTemplateRecords:
        from db.records.offer_templates import OfferTemplateRecords

        return OfferTemplateRecords(self._whole)

    @cached_property
    def marketing(self) -> MarketingRecords:
        from db.records.marketing import MarketingRecords

        return MarketingRecords(self._whole)

    @cached_property
    def campaigns(self) -> CampaignRecords:
        from db.records.campaigns import CampaignRecords

        return CampaignRecords(self._whole)

    @cached_property
    def campaign_results(self) -> CampaignResultRecords:
        from db.records.campaign_results import CampaignResultRecords

        return CampaignResultRecords(self._whole)

    @cached_property
    def lead_imports(self) -> LeadImports:
        from db.lead_import.service import LeadImports

        return LeadImports(self._whole)

    @cached_property
    def sales(self) -> SalesRecords:
        from db.records.sales import SalesRecords

        return SalesRecords(self._whole)

    @cached_property
    def deals(self) -> DealRecords:
        from db.records.deals import DealRecords

        return DealRecords(self._whole)

    @cached_property
    def deal_board(self) -> DealBoard:
        from db.records.deal_board import DealBoard

        return DealBoard(self._whole)

    @cached_property
    def forecasts(self) -> ForecastRecords:
        from db.records.forecasts import ForecastRecords

        return ForecastRecords(self._whole)

    @cached_property
    def deliverables(self) -> DeliverableRecords:
        from db.records.deliverables import DeliverableRecords

        return DeliverableRecords(self._whole)

    @cached_property
    def fulfillment(self) -> FulfillmentRecords:
        from db.records.fulfillment import FulfillmentRecords

        return FulfillmentRecords(self._whole)

    @cached_property
    def change_orders(self) -> ChangeOrderRecords:
        from db.records.change_orders import ChangeOrderRecords

        return ChangeOrderRecords(self._whole)

    @cached_property
    def capacity(self) -> CapacityRecords:
        from db.records.capacity import CapacityRecords

        return CapacityRecords(self._whole)

    @cached_property
    def feedback(self) -> FeedbackRecords:
        from db.records.feedback import FeedbackRecords

        return FeedbackRecords(self._whole)

    @cached_property
    def additions(self) -> AdditionRecords:
        from db.records.additions import AdditionRecords

        return AdditionRecords(self._whole)

    @cached_property
    def decisions(self) -> DecisionRecords:
        from db.records.decisions import DecisionRecords

        return DecisionRecords(self._whole)

    @cached_property
    def loop(self) -> LoopRecords:
        from db.records.loop import LoopRecords

        return LoopRecords(self._whole)

    @cached_property
    def follow_ups(self) -> FollowUpRecords:
        from db.records.follow_ups import FollowUpRecords

        return FollowUpRecords(self._whole)

    @cached_property
    def invitations(self) -> InvitationRecords:
        from db.records.invitations import InvitationRecords

        return InvitationRecords(self._whole)

    @cached_property
    def survey_imports(self) -> SurveyImportRecords:
        from db.records.survey_imports import SurveyImportRecords

        return SurveyImportRecords(self._whole)

    @cached_property
    def survey_mails(self) -> SurveyMailRecords:
        from db.records.survey_mails import SurveyMailRecords

        return SurveyMailRecords(self._whole)

    @cached_property
    def typed_answers(self) -> TypedAnswerRecords:
        from db.records.typed_answers import TypedAnswerRecords

        return TypedAnswerRecords(self._whole)

    @cached_property
    def clients(self) -> ClientRecords:
        from db.records.clients import ClientRecords

        return ClientRecords(self._whole)

    @cached_property
    def client_health(self) -> ClientHealthRecords:
        from db.records.client_health import ClientHealthRecords

        return ClientHealthRecords(self._whole)

    @cached_property
    def client_timeline(self) -> ClientTimeline:
        from db.records.client_timeline import ClientTimeline

        return ClientTimeline(self._whole)

    @cached_property
    def history(self) -> HistoryRecords:
        from db.records.history import HistoryRecords

        return HistoryRecords(self._whole)

    @cached_property
    def policy_records(self) -> PolicyRecords:
        from db.records.policies import PolicyRecords

        return PolicyRecords(self._whole)

    @cached_property
    def policy_effects(self) -> PolicyEffects:
        from db.records.policy_effects import PolicyEffects

        return PolicyEffects(self._whole)

    @cached_property
    def saved_views(self) -> SavedViewRecords:
        from db.records.saved_views import SavedViewRecords

        return SavedViewRecords(self._whole)

    @cached_property
    def bulk_deals(self) -> BulkDealRecords:
        from db.records.bulk_deals import BulkDealRecords

        return BulkDealRecords(self._whole)

    @cached_property
    def deal_cells(self) -> DealCellRecords:
        from db.records.deal_cells import DealCellRecords

        return DealCellRecords(self._whole)

    @cached_property
    def bulk_leads(self) -> BulkLeadRecords:
        from db.records.bulk_people import BulkLeadRecords

        return BulkLeadRecords(self._whole)

    @cached_property
    def bulk_projects(self) -> BulkProjectRecords:
        from db.records.bulk_people import BulkProjectRecords

        return BulkProjectRecords(self._whole)

    @cached_property
    def bulk_changes(self) -> BulkChangeRecords:
        from db.records.bulk_changes import BulkChangeRecords

        return BulkChangeRecords(self._whole)

    @cached_property
    def handoff_jobs(self) -> HandoffJobs:
        from db.bulk_handoff.jobs import HandoffJobs

        return HandoffJobs(self._whole)

    @cached_property
    def runs(self) -> RunRecords:
        from db.records.runs import RunRecords

        return RunRecords(self._whole)

    @cached_property
    def threads(self) -> ThreadRecords:
        from db.thread import ThreadRecords

        return ThreadRecords(self._whole)

    @cached_property
    def reports(self) -> Reports:
        from db.reports.catalogue import Reports

        return Reports(self._whole)
