"""The agent: what turns a request into an edit, and says why."""
