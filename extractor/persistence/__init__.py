"""Files that outlive a run: SQLite files brought to the schema of this program, and the lock that one run holds at a time."""
