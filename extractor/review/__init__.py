"""What people say of extracted facts: corrections kept beside the records, gold made of them, how far people agree.

`facts` tells a record's facts apart by what they say, `ledger` keeps corrections, `state` puts the two together, `gold` is what was found
right of a post, `agreement` and `precision` measure, `queue` says what to look at next.
"""

from __future__ import annotations
