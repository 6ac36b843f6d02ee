"""Which kinds of secret the scan reports, how grave each is, and what to do. Rules are data.

Detection is the work of detect-secrets (Yelp, Apache-2.0): its plugins are named here one by one, so that a new release
cannot change what a run means without changing this file's digest. Verification against a provider is never enabled.
"""

from __future__ import annotations

from importlib.metadata import version

import msgspec

from steelyard.records import digest

from .info import ProbeInfo

RISKS = ("S-CODE",)

SECRET_SCAN = ProbeInfo(
    kind="secret-scan",
    asset_kinds=("source",),
    risks=RISKS,
    what={
        "en": "reads every file of a source tree for keys and tokens",
        "zh": "读取源代码目录中的每个文件，查找密钥和令牌",
    },
)


class SecretRule(msgspec.Struct, frozen=True):
    """One kind of secret. `plugin` and `kind` are detect-secrets' names; `severity` a level of the taxonomy."""

    id: str
    plugin: str
    kind: str
    severity: int
    en: str
    zh: str


PROVIDER, KEYWORD, ENTROPY = 4, 3, 2
"""A key of a named provider opens that provider (major); a password in an assignment is probably one (considerable);
a random-looking string is a hint (moderate)."""

RULES = (
    SecretRule("secret.artifactory", "ArtifactoryDetector", "Artifactory Credentials", PROVIDER, "Artifactory credential", "Artifactory 凭证"),
    SecretRule("secret.aws", "AWSKeyDetector", "AWS Access Key", PROVIDER, "AWS access key", "AWS 访问密钥"),
    SecretRule("secret.azure-storage", "AzureStorageKeyDetector", "Azure Storage Account access key", PROVIDER, "Azure storage key", "Azure 存储密钥"),
    SecretRule("secret.basic-auth", "BasicAuthDetector", "Basic Auth Credentials", PROVIDER, "user name and password in a URL", "网址中的用户名和口令"),
    SecretRule("secret.cloudant", "CloudantDetector", "Cloudant Credentials", PROVIDER, "Cloudant credential", "Cloudant 凭证"),
    SecretRule("secret.discord", "DiscordBotTokenDetector", "Discord Bot Token", PROVIDER, "Discord bot token", "Discord 机器人令牌"),
    SecretRule("secret.github", "GitHubTokenDetector", "GitHub Token", PROVIDER, "GitHub token", "GitHub 令牌"),
    SecretRule("secret.gitlab", "GitLabTokenDetector", "GitLab Token", PROVIDER, "GitLab token", "GitLab 令牌"),
    SecretRule("secret.ibm-iam", "IbmCloudIamDetector", "IBM Cloud IAM Key", PROVIDER, "IBM Cloud key", "IBM Cloud 密钥"),
    SecretRule("secret.ibm-cos", "IbmCosHmacDetector", "IBM COS HMAC Credentials", PROVIDER, "IBM object-storage credential", "IBM 对象存储凭证"),
    SecretRule("secret.jwt", "JwtTokenDetector", "JSON Web Token", KEYWORD, "JSON web token", "JSON Web 令牌"),
    SecretRule("secret.mailchimp", "MailchimpDetector", "Mailchimp Access Key", PROVIDER, "Mailchimp key", "Mailchimp 密钥"),
    SecretRule("secret.npm", "NpmDetector", "NPM tokens", PROVIDER, "npm token", "npm 令牌"),
    SecretRule("secret.openai", "OpenAIDetector", "OpenAI Token", PROVIDER, "OpenAI key", "OpenAI 密钥"),
    SecretRule("secret.private-key", "PrivateKeyDetector", "Private Key", PROVIDER, "private key", "私钥"),
    SecretRule("secret.pypi", "PypiTokenDetector", "PyPI Token", PROVIDER, "PyPI token", "PyPI 令牌"),
    SecretRule("secret.sendgrid", "SendGridDetector", "SendGrid API Key", PROVIDER, "SendGrid key", "SendGrid 密钥"),
    SecretRule("secret.slack", "SlackDetector", "Slack Token", PROVIDER, "Slack token", "Slack 令牌"),
    SecretRule("secret.softlayer", "SoftlayerDetector", "SoftLayer Credentials", PROVIDER, "SoftLayer credential", "SoftLayer 凭证"),
    SecretRule("secret.square", "SquareOAuthDetector", "Square OAuth Secret", PROVIDER, "Square secret", "Square 密钥"),
    SecretRule("secret.stripe", "StripeDetector", "Stripe Access Key", PROVIDER, "Stripe key", "Stripe 密钥"),
    SecretRule("secret.telegram", "TelegramBotTokenDetector", "Telegram Bot Token", PROVIDER, "Telegram bot token", "Telegram 机器人令牌"),
    SecretRule("secret.twilio", "TwilioKeyDetector", "Twilio API Key", PROVIDER, "Twilio key", "Twilio 密钥"),
    SecretRule("secret.keyword", "KeywordDetector", "Secret Keyword", KEYWORD, "password or key in an assignment", "赋值语句中的口令或密钥"),
    SecretRule("secret.base64", "Base64HighEntropyString", "Base64 High Entropy String", ENTROPY, "random-looking string", "疑似随机字符串"),
    SecretRule("secret.hex", "HexHighEntropyString", "Hex High Entropy String", ENTROPY, "random-looking hexadecimal string", "疑似随机十六进制字符串"),
)  # fmt: skip

PLUGIN_SETTINGS: dict[str, dict[str, str]] = {
    "Base64HighEntropyString": {"limit": "4.5"},
    "HexHighEntropyString": {"limit": "3.0"},
}

FILTERS = (
    "detect_secrets.filters.heuristic.is_sequential_string",
    "detect_secrets.filters.heuristic.is_potential_uuid",
    "detect_secrets.filters.heuristic.is_likely_id_string",
    "detect_secrets.filters.heuristic.is_templated_secret",
    "detect_secrets.filters.heuristic.is_prefixed_with_dollar_sign",
    "detect_secrets.filters.heuristic.is_indirect_reference",
    "detect_secrets.filters.heuristic.is_not_alphanumeric_string",
)
"""The library's heuristics against false alarms. Its in-line allow comments are not among them: what is assessed does
not decide what is found."""

RULE_OF_KIND = {rule.kind: rule for rule in RULES}


def rules_digest() -> str:
    """Identity of the rule set, the library's version included."""
    return digest(
        {"rules": RULES, "settings": PLUGIN_SETTINGS, "filters": FILTERS, "detect-secrets": version("detect-secrets")}
    )
