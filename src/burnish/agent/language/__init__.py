"""What words mean: from a text to intents, by a clause grammar and a learned tagger."""
