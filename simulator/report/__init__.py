"""Figures that a governor reads: pathways of the province and maps of its counties, in English or Chinese."""
