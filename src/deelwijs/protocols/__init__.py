"""The protocol itself: its articles as data, its versions, and the channels it names."""
