"""What the product costs in time and space, each figure beside an anchor. `make bench`."""
