"""How fast taste is learned: simulated people with looks in mind, and what the next proposal is away from them."""
