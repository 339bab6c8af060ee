"""Burnish: a photo editor that you talk to, that shows every step it takes, and that learns from corrections."""

__version__ = "0.1.0"
