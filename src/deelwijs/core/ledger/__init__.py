"""The ledger's arithmetic: the chain, the tree over it, signed checkpoints and files of proof.

Only hashes and signatures over values that are handed in, so that whoever doubts a school can run the same
check without a database. ``docs/ledger.md`` describes it all for who would rather write their own.
"""
