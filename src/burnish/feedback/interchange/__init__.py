"""Feedback in and out of other programs' files: JSON lines, Parquet, Label Studio, records of edits."""
