"""Training of the statistical pipeline: annotated posts, public data, augmentation, the recipe, the scores."""
