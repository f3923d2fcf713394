"""What digests tell of a server's alerts: overdue, open, and closed since last time."""

from __future__ import annotations

from bot.alerts.desk import AlertDesk
from bot.posting.digest import Edition, Part
from bot.render.alert import jump
from bot.render.alert_pages import line
from bot.storage.alert_posts import AlertPosts

_MORE = "-# and {left} more: `/r2p alert list`"


class AlertsSection:
    """A server's alerts, the most pressing first."""

    label = "Alerts"
    told = "Open, overdue, and closed since last time; shown to all who read the digest"

    def __init__(self, desk: AlertDesk, posts: AlertPosts) -> None:
        """Use the alerts, and where they stand."""
        self._desk = desk
        self._posts = posts

    def offered(self, guild_id: int | None) -> bool:
        """Where alerts are on."""
        return guild_id is not None and self._desk.choices.settings(guild_id).channel_id is not None

    async def part(self, edition: Edition) -> Part | None:
        """What is open, overdue ones first, then the gravest; and what was closed since last time."""
        if edition.guild_id is None or not self.offered(edition.guild_id):
            return None
        tally = await self._desk.tally(edition.guild_id, edition.since, edition.moment)
        main = await self._posts.main_of(edition.guild_id)
        links = {
            alert_id: jump(edition.guild_id, post.target.id, post.message_id)
            for alert_id, post in main.items()
        }
        late = {alert.id for alert in tally.overdue}
        standing = sorted(tally.open, key=lambda alert: (alert.id not in late, -alert.severity.rank))
        lines = [
            line(alert, overdue=alert.id in late, link=links.get(alert.id))
            for alert in [*standing, *tally.closed]
        ]
        if not lines:
            return None
        counts = [f"{len(tally.open) or 'none'} not closed"]
        if late:
            counts.append(f"{len(late)} overdue")
        if tally.closed:
            counts.append(f"{len(tally.closed)} closed since last time")
        return Part(self.label, tuple(lines), more=_MORE, subtitle=f"-# {' · '.join(counts)}")
