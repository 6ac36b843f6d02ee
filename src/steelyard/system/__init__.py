"""What is assessed: the manifest, its assets, and what exactly they are."""

from .fingerprint import file_digest, tree_digest
from .manifest import Asset, Consent, Manifest, consent_for, manifest_schema, read_manifest, single_endpoint
from .tree import TreeEntry, walk_tree

__all__ = [
    "Asset", "Consent", "Manifest", "TreeEntry", "consent_for", "file_digest", "manifest_schema", "read_manifest",
    "single_endpoint", "tree_digest", "walk_tree",
]  # fmt: skip
