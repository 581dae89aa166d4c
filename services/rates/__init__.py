"""RATES: the regional agency pay protocol.

Owns        protocol versions with their caps, settings and rules; statutory inputs by tax year; each
            authority's job map; checks and their stored answers; exceptions and their approvals; the change
            feed and its subscriptions.
Commands    draft, validate, compare and publish a version, or correct one; add a tax year's inputs; replace a
            job map; ask one check or a batch; ask what becomes over on a coming date; request, decide and
            withdraw an exception; subscribe.
Publishes   rates.protocol_published (key region code, topic rates.protocol): a whole version with every cap,
            derived ones worked out and labelled, each with the days it holds.
            rates.exception_changed (key la_code, topic rates.exception): one exception's whole state, no
            worker, no text.
Consumes    nothing.
Health      /rates/health/live, /rates/health/ready; metrics at /rates/metrics.
Callers     anyone for caps, published versions, statutory inputs, one check and the change feed; agencies,
            authorities and the region by role as `access.py` says.
Outside requests: `deliveries.deliver_webhooks` tells subscribers; `actions.checks.forget_old_checks` keeps
            answers 24 months.
"""
