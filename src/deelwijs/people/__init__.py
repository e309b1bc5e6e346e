"""Who is who: boards, schools, people, guardianship, classes."""
