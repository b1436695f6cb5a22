"""From a checkpoint to the model that ships: export, figures, card, the floors it must hold."""
