"""The screen's words: English stands in the source, every other language in a .ts file here.

`python -m gui.translations` reads the sources again and compiles what the .ts files say into the
.qm files that the screen loads; a sentence without a translation is shown in English.
"""
