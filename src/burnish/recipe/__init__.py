"""The edit itself: recipes, the renderer, history, and the ways in and out of other programs."""
