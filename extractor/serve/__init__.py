"""The store in a browser and for programs: `extractor serve`.

`app` puts it together; `view` is what a page gets; `queries` ask the store, `pages` and `api` answer; `security` stands before all of them.
"""

from __future__ import annotations
