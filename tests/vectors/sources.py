"""Source blocks of the examples, applied: what a built policy is given is already in the agreement's own words.

Reads the forms of `source` that the examples use and refuses any other; `make` compares what comes out with what the
compiler makes of the same block, so that a misreading cannot go unnoticed.
"""

import re

ROLES = {"lead": "lead_id", "time": "ts", "id": "event_id", "owner": "owner", "team": "team", "actor": "actor"}
BLOCK = re.compile(r"^source \w+(?: \"[^\"]*\")? \{\n(.*?)^\}\n", re.MULTILINE | re.DOTALL)
COLUMN = re.compile(r"(\w+)\s+from\s+(\w+)\s*(\{[^}]*\})?\s*")
WORD = re.compile(r'"([^"]*)"\s+(?:(?:enters|is)\s+)?(\w+)\s*')


class Mapping:
    """A source block: from the columns and words of an export to those of the agreement."""

    def __init__(self, body):
        self.columns = {}
        at = 0
        body = re.sub(r"#[^\n]*", "", body).strip()
        while at < len(body):
            line = COLUMN.match(body, at)
            if not line:
                raise SystemExit(f"vectors: this of a source block is not understood: {body[at:at + 60]!r}")
            part, column, words = line.groups()
            self.columns[ROLES.get(part, part)] = (column, self.words(words))
            at = line.end()

    @staticmethod
    def words(text):
        if text is None:
            return None
        text = text[1:-1].strip()
        words, at = {}, 0
        while at < len(text):
            word = WORD.match(text, at)
            if not word:
                raise SystemExit(f"vectors: these words of a source block are not understood: {text[at:at + 60]!r}")
            words[word[1].lower()] = word[2]
            at = word.end()
        return words

    def apply(self, rows):
        made = (self.row(row) for row in rows)
        return [row for row in made if row["event"] != "ignored"]

    def row(self, row):
        return {part: self.cell(row[column].strip(), words) for part, (column, words) in self.columns.items()}

    @staticmethod
    def cell(text, words):
        if words is None or text == "":
            return text
        said = words.get(text.lower(), text)
        # A log without a source has no word for "not known any more"; nothing said is what is left.
        return "" if said == "unknown" else said


def take_out(agreement):
    """The agreement without its source blocks, and the blocks."""
    return BLOCK.sub("", agreement), [Mapping(body) for body in BLOCK.findall(agreement)]
