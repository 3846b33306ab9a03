"""From a press of the button to a finished, measured run."""
