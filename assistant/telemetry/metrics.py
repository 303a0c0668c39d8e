"""What `GET /metrics` shows, for Prometheus."""

from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Upper bounds of the histograms: a person notices from about 0.1 s on, and platforms give up at 3 s and more."""


SHARED_FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus_client looks for the folder that processes share."""


def share_metrics(place: int) -> None:
    """Keep this process's metrics in files of the shared folder: before any metric is made.

    Args:
        place: This process's among those that share the folder. Who is started in place of a dead one goes on with
            its counters, which never fall, and no file is left over.
    """
    values.ValueClass = values.MultiProcessValue(lambda: place)  # type: ignore[no-untyped-call]  # its own


def forget_process(folder: Path, place: int) -> None:
    """Take what a dead process said of itself, its readiness, out of the shared folder; its counts stay."""
    mark_process_dead(place, str(folder))  # type: ignore[no-untyped-call]  # its own


class PrometheusMetrics:
    """The `Metrics` of `ports`, in a registry of its own, so that two apps in one process do not mix.

    Args:
        shared: The folder in which several processes keep their metrics, each after `share_metrics`; None: this
            process is alone.
    """

    def __init__(self, shared: Path | None = None) -> None:
        self._shared = shared
        self.registry = CollectorRegistry()
        add = self._add_counter
        self._counters = {
            "webhooks_total": add("webhooks_total", "Webhook requests, by answer.", "channel", "status"),
            "messages_received_total": add("messages_received_total", "New messages committed.", "channel"),
            "turns_total": add("turns_total", "Turns taken: each answers what was pending, once."),
            "turn_reruns_total": add("turn_reruns_total", "Turns run again because a rival won."),
            "ratings_asked_total": add("ratings_asked_total", "Visits whose customers were asked how it was."),
            "turn_failures_total": add("turn_failures_total", "Turns that raised; their messages are tried again."),
            "deliveries_total": add("deliveries_total", "Replies sent, by what became of it.", "channel", "result"),
        }
        self._children: dict[tuple[str, ...], Counter] = {}
        """Counters by name and labels: each caller names the labels of one counter in the same order."""
        turns = Histogram("assistant_turn_seconds", "How long a turn took.", buckets=SECONDS, registry=self.registry)
        self._histograms = {"turn_seconds": turns}
        self.ready = Gauge(
            *("assistant_ready", "1 when the last readiness check passed, of every process."),
            multiprocess_mode="livemin",
            registry=self.registry,
        )

        self.waiting = Gauge(
            *(
                "assistant_inbox_waiting_seconds",
                "For how long the oldest message that is due has waited for its turn.",
            ),
            multiprocess_mode="livemax",
            registry=self.registry,
        )

    def count(self, name: str, **labels: str) -> None:
        """See `ports.metrics.Metrics`. Raises KeyError for a name that is not declared here."""
        key = name, *labels.values()
        child = self._children.get(key)
        if child is None:
            counter = self._counters[name]
            child = self._children[key] = counter.labels(**labels) if labels else counter
        child.inc()

    def observe(self, name: str, value: float, **labels: str) -> None:
        """See `ports.metrics.Metrics`."""
        histogram = self._histograms[name]
        (histogram.labels(**labels) if labels else histogram).observe(value)

    def render(self) -> bytes:
        """Return the page in Prometheus's text format: of all processes that share a folder."""
        if self._shared is None:
            return generate_latest(self.registry)
        whole = CollectorRegistry()
        MultiProcessCollector(whole, path=str(self._shared))  # type: ignore[no-untyped-call]  # its own
        return generate_latest(whole)

    def _add_counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"assistant_{name}", meaning, labels, registry=self.registry)
