"""What people do with proposals: facts that are kept, and what they imply."""
