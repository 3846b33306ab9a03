"""What a trained model leans on: saliency, and reliance measured by intervention."""
