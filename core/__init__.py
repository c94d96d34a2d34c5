"""The agency's field: five handoffs, their rules and their words. No screen, no SQL, no file."""
