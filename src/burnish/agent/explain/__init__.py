"""What was done to a photo, why, and what was wanted, in words."""

from burnish.agent.explain.explanation import ExplainedStep, Explanation, Unexplained
from burnish.agent.explain.pair import explained_pair
from burnish.agent.explain.plan import explained_plan
from burnish.agent.explain.session import intent_summary
from burnish.agent.explain.summary import Summary

__all__ = [
    "ExplainedStep",
    "Explanation",
    "Summary",
    "Unexplained",
    "explained_pair",
    "explained_plan",
    "intent_summary",
]
