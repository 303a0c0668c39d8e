"""The mood of a message: words and cues that tell it, and what turns or strengthens them."""
