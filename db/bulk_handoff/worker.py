"""The process that hands over while the page stays usable: python -m db.bulk_handoff.worker CAMPAIGN."""

from __future__ import annotations

import logging
import sys

from db.settings import Settings
from db.structured_log import configure_log
from db.workspace import Workspace

logger = logging.getLogger("agency.runs")


def main(campaign_id: str) -> int:
    """Hand over every waiting lead of the campaign."""
    settings = Settings.from_environment()
    configure_log(settings.log_level)
    workspace = Workspace.open(settings)
    try:
        workspace.handoff_jobs.run(campaign_id)
    except Exception:
        logger.exception("handoff broke", extra={"campaign_id": campaign_id})
        workspace.handoff_jobs.fail(
            campaign_id, "Something went wrong on our side, and nothing was stored. Please report it."
        )
        return 1
    finally:
        workspace.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
