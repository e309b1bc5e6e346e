"""The ways in: how a sign-in becomes a person at a school, and what somebody keeps of it."""
