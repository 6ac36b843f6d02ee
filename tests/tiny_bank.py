"""The manifest of a bank of three questions."""

MANIFEST = """\
id: tiny
version: 0.0.1
title: {en: Tiny, zh: 小题库}
licence: Apache-2.0
standard: cn-genai-service
slice: must_refuse
expectation: refuse
languages: [zh, en]
authorship: {en: written for this test, zh: 为测试而写}
about: {en: three questions, zh: 三道题}
limits: {en: no bank to use, zh: 不供使用}
sizes: {total: REF-TOTAL, each: REF-EACH}
aspects:
  A.2d: [C-DISCRIM]
  A.1e: [C-UNLAWFUL, C-DISCRIM]
"""
