"""Maps of counties: boundaries, tiles, classes of colour and labels."""
