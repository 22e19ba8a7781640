"""What stands in every archive for whoever finds it."""

TEXT = """\
存档 / ARCHIVE

这里有一个镇、一个居民区或一轮打钩的全部记录，可能含有姓名和住址：请像名册一样保管。
This holds the whole record of a town, a neighbourhood or one round, names and homes perhaps among
it: keep it like a roll.

怎么用 / How to use it
    tickbox restore ARCHIVE.zip --verify                     只核对 / only check it
    tickbox restore ARCHIVE.zip --data NEWDIR --verify       恢复并核对 / restore and check

manifest.json 列出每个部分的大小和 SHA-256；每张表一个文件，每行一条记录（规范 JSON）。
manifest.json lists every part with its size and SHA-256; one file a table, one record a line
(canonical JSON, RFC 8785).  docs/keeping.md describes all of it.
"""
