"""What a customer wants: phrases that say it, and a trained model for what no phrase was written for."""
