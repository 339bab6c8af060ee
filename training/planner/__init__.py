"""How the planner's learned parts are made from the sentences in `corpus/`."""
