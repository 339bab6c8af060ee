"""What taste starts from: how much sliders show, and how people's looks spread."""
