"""The trained pipeline: its layers, and what it says of a post."""
