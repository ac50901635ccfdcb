"""The daily run: collect, extract into the store, resolve identities, group stories, write the digest.

`config` reads `news.toml`, `running` does the stages one after another, `stages` says what each does, `extracting` reads on in the
archive, `log` keeps what happened in the store.
"""
