"""The process that imports a staged list while the page stays usable: python -m db.lead_import.worker ID."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress

from core.errors import AgencyError, DeliveryFailed
from db.lead_import.types import ImportProgress
from db.settings import Settings
from db.structured_log import configure_log
from db.workspace import Workspace

logger = logging.getLogger("agency.lead_import")


def main(import_id: str) -> int:
    """Import the list with the options that were left in its folder."""
    settings = Settings.from_environment()
    configure_log(settings.log_level)
    workspace = Workspace.open(settings)
    try:
        workspace.lead_imports.run_staged(import_id)
    except AgencyError:
        return 1  # the progress says what happened
    except Exception:
        logger.exception("import broke", extra={"import_id": import_id})
        message = "Something went wrong on our side, and nothing was stored. Please report the import's id."
        with suppress(DeliveryFailed):
            workspace.lead_imports.folder.note(ImportProgress(import_id, "failed", message=message))
        return 1
    finally:
        workspace.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
