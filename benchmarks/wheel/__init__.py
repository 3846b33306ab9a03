"""Whether what pip installs works. A package, so that `make bench` does not download it all."""
