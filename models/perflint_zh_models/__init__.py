"""The trained parts of perflint: one folder per model with its prediction, training, weights and card."""
