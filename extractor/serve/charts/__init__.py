"""What the overview draws: figures asked of the store, and where their marks lie. Templates in `templates/charts/` draw them."""
