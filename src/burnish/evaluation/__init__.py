"""How well things work: measured on people who are simulated, and on pictures."""
