"""Exports of survey tools → one response a row, for the questions of one of our surveys."""
