"""«Mag dit?»: a few questions, an answer with the article and the reason, and what helps."""
