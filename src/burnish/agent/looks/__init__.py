"""Looks: composed edits that a word or a reference picture calls for."""
