"""Simulated people, each with a look in mind: they see pictures, and correct, choose or take them."""
