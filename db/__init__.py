"""Everything SQL: tables, deliveries, records, reports, and the workspace that opens them."""
