"""Posts from the outlets: found, fetched politely, judged, and kept as raw pages for ever.

    outlets --discovery--> Candidate --pages--> Page(s) --documents--> relevant? --archive--> WARC, --state--> SQLite

`docs/collecting.md` tells how the parts work together.
"""
