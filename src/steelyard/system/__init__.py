"""What is assessed: the manifest, its assets, and what exactly they are."""

from .fingerprint import file_digest, tree_digest
from .tree import TreeEntry, walk_tree

__all__ = ["TreeEntry", "file_digest", "tree_digest", "walk_tree"]
