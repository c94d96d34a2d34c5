"""The records that people read and edit, one module a domain; opened through the workspace."""
