"""From a request (words, a mask, a slider, a reference picture) to a plan that can be inspected."""
