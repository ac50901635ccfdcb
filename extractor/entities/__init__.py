"""spaCy components that find who and what a post speaks of: people with offices, bodies, areas, figures, programs, rules, quotes."""
