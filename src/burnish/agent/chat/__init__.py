"""Planning with a chat model, every word of whose answer is checked."""
