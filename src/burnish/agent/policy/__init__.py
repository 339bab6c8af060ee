"""The policy: from a wish and what was measured to tools with amounts."""
