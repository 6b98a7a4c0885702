"""Export of the scalar sectors of one county as XMILE 1.0."""
