"""What goals and narrative promise: figures with their things, years and places."""
