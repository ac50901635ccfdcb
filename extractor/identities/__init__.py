"""Who is who over all articles: one identity for the same person, organization or office, with the evidence for it."""
