"""Pictures of what insights tell. Matplotlib is imported where one is drawn, and nowhere else."""
