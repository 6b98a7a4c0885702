"""Speed and accuracy, measured side by side in one run and given as ratios."""
