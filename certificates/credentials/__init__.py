"""The award as others' programs take it: an Open Badge 3.0, a W3C Verifiable Credential.

"Credential" means this format and nothing else here (docs/decisions/0027-credentials.md).
"""
