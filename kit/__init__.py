"""Helps: templating, languages, links and SMTP, without a word of the domain."""
