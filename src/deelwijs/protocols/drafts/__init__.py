"""The working version of a protocol: edited by several people, checked, compared, and adopted."""
