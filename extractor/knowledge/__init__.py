"""What is known of the domain, as data files with typed loaders; `SOURCES.md` names where each file comes from."""
