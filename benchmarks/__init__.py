"""What the product costs to run, as ratios against stated floors measured in the same run."""
