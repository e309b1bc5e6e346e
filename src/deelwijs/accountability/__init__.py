"""The school accounts for what it did (GDPR art. 5(2)): the ledger in words, anchors, files of proof."""
