"""The files beside the code: containers, settings example, preparation, icons."""
