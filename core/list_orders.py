"""How lists may be ordered, and the words of their filters; each order's words as a person chooses them.

The order that a list has by itself stands first.
"""

from __future__ import annotations

from typing import Literal

ResponseOrder = Literal["newest", "lowest", "highest", "client"]
RESPONSE_ORDERS: dict[ResponseOrder, str] = {
    "newest": "Newest",
    "lowest": "Lowest rating",
    "highest": "Highest rating",
    "client": "Client",
}
SurveyOrder = Literal["newest", "closes", "client"]
SURVEY_ORDERS: dict[SurveyOrder, str] = {
    "newest": "Newest",
    "closes": "Next to close",
    "client": "Client",
}
SurveyStatus = Literal["ready", "answered"]

WorkOrderOrder = Literal["newest", "ends", "value", "client"]
WORK_ORDER_ORDERS: dict[WorkOrderOrder, str] = {
    "newest": "Newest",
    "ends": "Promised next",
    "value": "Highest value",
    "client": "Client",
}
WorkOrderStatus = Literal["pending_assignment", "accepted"]
Priority = Literal["high", "medium", "normal"]

PaymentOrder = Literal["owed", "due", "amount", "client"]
PAYMENT_ORDERS: dict[PaymentOrder, str] = {
    "owed": "Owed first",
    "due": "Due date",
    "amount": "Highest amount",
    "client": "Client",
}
PaymentState = Literal["due", "overdue", "paid"]

CampaignOrder = Literal["newest", "starts", "ends", "name"]
CAMPAIGN_ORDERS: dict[CampaignOrder, str] = {
    "newest": "Newest",
    "starts": "Started last",
    "ends": "Next to end",
    "name": "Name",
}
CampaignStatus = Literal["planned", "active", "completed"]

OfferOrder = Literal["name", "changed", "campaigns"]
OFFER_ORDERS: dict[OfferOrder, str] = {
    "name": "Name",
    "changed": "Changed last",
    "campaigns": "Most campaigns",
}

ClientOrder = Literal["name", "health", "won"]
CLIENT_ORDERS: dict[ClientOrder, str] = {
    "name": "Name",
    "health": "Worst health first",
    "won": "Most won",
}
