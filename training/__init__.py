"""How the learned parts of Burnish are made; not part of the installed package."""
