"""One complete input for each workflow."""

from __future__ import annotations

from typing import Any

CLIENT = {
    "company_name": "Tech Corp",
    "primary_contact": {"name": "John Doe", "email": "john@example.com"},
    "tier": "enterprise",
}
INPUTS: dict[str, dict[str, Any]] = {
    "offer_to_marketing": {
        "product_name": "Widget Pro",
        "target_audience": "Tech professionals aged 25-45",
        "value_proposition": "Streamline workflow with AI",
        "pricing_tier": "Premium - $99/month",
        "unique_selling_points": ["AI-powered automation", "24/7 customer support"],
        "brand_guidelines": {"colors": ["#007AFF"], "tone": "Friendly"},
        "marketing_budget": "$10,000",
        "launch_timeline": "Q2 2025",
    },
    "marketing_to_sales": {
        "campaign_id": "camp_123",
        "campaign_name": "Widget Pro Launch",
        "leads_generated": [
            {
                "id": "lead_001",
                "contact_info": {"name": "John Doe", "email": "john@example.com"},
                "score": 85,
                "engagement_level": "high",
                "interests": ["automation"],
            },
            {"id": "lead_002", "contact_info": {"name": "Nobody"}, "score": 20},
            {"id": "lead_003", "contact_info": {"email": "nope"}, "score": 500},
            {"id": "lead_004", "contact_info": {"email": "b@example.com"}, "score": 40},
        ],
        "campaign_metrics": {"impressions": 50000, "clicks": 2500, "conversion_rate": 0.05},
    },
    "sales_to_fulfillment": {
        "deal_id": "deal_123",
        "status": "closed_won",
        "client_info": CLIENT,
        "service_package": {
            "type": "web_development",
            "deliverables": [{"name": "Website Design", "estimated_days": 10}],
            "timeline": {"start_date": "2025-02-01", "end_date": "2025-03-15"},
        },
        "contract_terms": {"total_value": 50000, "payment_schedule": ["50% upfront", "50% on completion"]},
        "payment_status": "verified",
        "promises": ["24/7 support"],
    },
    "fulfillment_to_feedback": {
        "project_id": "proj_123",
        "project_name": "Tech Corp Website",
        "client_info": CLIENT,
        "deliverables_status": [
            {"name": "Website Design", "status": "completed", "completed_date": "2025-02-15T10:00:00Z"}
        ],
        "start_date": "2025-02-01T00:00:00Z",
        "completion_date": "2025-02-20T00:00:00Z",
        "planned_end": "2025-02-15",
        "promises": ["24/7 support"],
    },
    "feedback_to_offer": {
        "feedback_id": "fb_123",
        "project_id": "proj_123",
        "responses": [
            {
                "liked_most": "Professional team and great communication",
                "could_improve": "Faster turnaround time",
                "future_services_interest": "ongoing support",
            }
        ],
        "ratings": {"overall_satisfaction": [5], "timeliness": [4]},
    },
}
