"""Label Studio: tasks for people who compare, rate and mark, and what they answered as signals."""
