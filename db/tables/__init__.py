"""The schema, as SQLModel classes, one module a domain. Migrations are its only author in a database."""

from db.tables import clients, feedback, fulfillment, imports, intake, marketing, offers, runs, sales
from db.tables.base import Base

# Foreign keys cross the modules, so whoever imports one table has them all.
MODULES = (clients, offers, marketing, imports, sales, fulfillment, feedback, runs, intake)

__all__ = ["MODULES", "Base"]
