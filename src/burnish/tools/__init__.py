"""The parametric tools: one file, one declaration each, and the catalogue that lists them in pipeline order."""
