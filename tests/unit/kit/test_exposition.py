"""Figures are written as Prometheus reads them; what is not known is not nought."""

from kit.exposition import Figure, exposed


def test_names_meanings_labels_and_values_are_written_in_lines() -> None:
    shown = exposed(
        [
            Figure("waiting", "How many\nwait \\ now.", {"": 3}),
            Figure("age_seconds", "How long.", {"b": 0.5, 'a"\\\n': 1e9}, "class"),
            Figure("answers_total", "Answers.", {"2xx": 12345678}, "status", "counter"),
            Figure("unknown", "Not asked."),
        ]
    )
    assert shown == (
        "# HELP waiting How many\\nwait \\\\ now.\n"
        "# TYPE waiting gauge\n"
        "waiting 3\n"
        "# HELP age_seconds How long.\n"
        "# TYPE age_seconds gauge\n"
        'age_seconds{class="a\\"\\\\\\n"} 1000000000\n'
        'age_seconds{class="b"} 0.5\n'
        "# HELP answers_total Answers.\n"
        "# TYPE answers_total counter\n"
        'answers_total{status="2xx"} 12345678\n'
    )
