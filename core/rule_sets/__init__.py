"""The rules that people edit in Settings: what each set is called, its form, and its place in a policy."""

from __future__ import annotations

from core.rule_sets.base import RuleChange, RuleSet, in_words
from core.rule_sets.catalogue import RULE_SETS

__all__ = ["RULE_SETS", "RuleChange", "RuleSet", "in_words"]
