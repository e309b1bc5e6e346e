"""Background work, behind one small door so that the queue can be another one some day."""
