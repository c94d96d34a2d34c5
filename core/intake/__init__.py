"""Bytes of an upload → clean rows and a report."""
