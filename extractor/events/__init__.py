"""Which events a post tells, who took part, when, where, how much, and whether it happened."""
