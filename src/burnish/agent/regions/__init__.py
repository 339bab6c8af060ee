"""Regions by words: where in a picture the things are that people name."""
