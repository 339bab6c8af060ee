"""Taste: what one person, one house and everyone prefer, as distributions over tool parameters."""
