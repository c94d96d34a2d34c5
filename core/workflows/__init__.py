"""One module a handoff, named as in the guide: its input contract, its refusals, its transform."""
