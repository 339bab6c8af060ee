"""What is learned from feedback: the taste of a person, the style of a house."""
