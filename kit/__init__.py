"""Helps: templates, languages, links, mail transport. Knows no word of the domain."""
