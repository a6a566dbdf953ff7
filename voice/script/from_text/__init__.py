"""Turns what somebody has, plain text or a Word document, into the steps of a script.

Data flows one way: `source` reads the file, `paragraphs` undoes what editors do to a text, `parts`
tells headings from words, and `draft` writes lines. No word is lost: what is not spoken stays in
the script as a comment, or is told as a change.
"""
