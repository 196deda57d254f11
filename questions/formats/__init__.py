"""Questions from and to files. Each format is a module that reads into drafts."""
