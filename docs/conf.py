"""How the guide is built: MyST Markdown by Sphinx, into pages that need no network."""

from importlib.metadata import version as installed

project = "lumo_analysis"
author = "LUMO"
version = release = installed("lumo_analysis")
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3
html_theme = "alabaster"
html_title = "lumo_analysis"
html_show_copyright = False
html_theme_options = {"description": "From a questionnaire's export to accessible reports"}
