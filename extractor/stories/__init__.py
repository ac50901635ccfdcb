"""One happening told by many outlets: copies of one text and different texts about one event become one story."""
