"""What the shop answers to questions, and which questions it could not answer: pure."""
