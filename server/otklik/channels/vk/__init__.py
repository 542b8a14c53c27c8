"""VK: messages that people write to a community."""

from otklik.channels.vk.channel import VkChannel

__all__ = ["VkChannel"]
