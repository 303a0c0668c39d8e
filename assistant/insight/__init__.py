"""What the rows tell the owner: how many will come and whether they fit; how customers feel (pure)."""
