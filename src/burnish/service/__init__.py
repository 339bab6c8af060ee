"""Burnish for other programs: what serves photos, conversations and recipes over a protocol."""
