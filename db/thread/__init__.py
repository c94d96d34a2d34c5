"""The golden thread of a record: what led to it, what it led to, each step in words."""

from db.thread.records import ThreadRecords

__all__ = ["ThreadRecords"]
