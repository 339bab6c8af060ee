"""Pixels, color, files, metadata, geometry and masks: everything that knows pictures and nothing of edits."""
