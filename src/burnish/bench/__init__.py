"""What Burnish promises about speed and memory, measured on this machine."""
