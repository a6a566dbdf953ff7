"""Commands: parse, wire, print. Heavy modules are imported where they are first needed."""
